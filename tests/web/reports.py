"""Articles for the pages, of our own invention."""

from __future__ import annotations

from typing import Any

MARKET: dict[str, Any] = {
    "title": "Car bomb kills 12 at fish market in Basra",
    "text": "A car bomb killed 12 people and wounded 30 at a fish market in Basra, Iraq, on Friday, police said.\n\n"
    "“We heard one blast and then nothing,” said Hamid Jaber, a trader. Nobody claimed the attack.",
    "source": "Gulf Wire",
    "published_at": "2024-02-03",
}
SECOND: dict[str, Any] = {
    "title": "Death toll of Basra market bombing rises to 14",
    "text": "The car bomb at the fish market in Basra on Friday killed 14 people, the health ministry said on Sunday. "
    "Two of the wounded died in hospital, and the stalls beside the quay burned down.",
    "source": "Delta Post",
    "published_at": "2024-02-05",
}
MARCH: dict[str, Any] = {
    "title": "Thousands march in Nairobi",
    "text": "Thousands of people marched through Nairobi, Kenya, on Tuesday against a new tax. "
    "Police arrested 23 of them.",
    "source": "Savanna Times",
    "published_at": "2024-03-06",
}
FARMERS: dict[str, Any] = {
    "title": "Gunmen kill two farmers near Kano",
    "text": "Gunmen on motorbikes shot dead two farmers near Kano, Nigeria, on Tuesday, the police said. "
    "Shells hit a village in Kursk region on the same day.",
    "source": "Yam News",
    "published_at": "2024-03-13",
}
ALL = (MARKET, SECOND, MARCH, FARMERS)
#: What nobody would write, but somebody sends.
HOSTILE: dict[str, Any] = {
    "title": "<script>window.hacked = 1</script> Bomb kills three in Basra",
    "text": "A bomb killed three people in Basra, Iraq, on Friday, <img src=x onerror=window.hacked=2> police said. "
    "<svg onload=window.hacked=3></svg> “<b>We</b> heard \u202eone blast\u202c,” said Hamid <i>Jaber</i>. "
    "\U0001f4a5 Gunmen shot two farmers in Kano, Nigeria, on Saturday. " + "w" * 199_400,
    "source": "<a href=javascript:alert(1)>Wire</a>",
    "url": "javascript:window.hacked=4",
    "published_at": "2024-02-03",
}
