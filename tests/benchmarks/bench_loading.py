"""Loading measured against reading alone, workers against one, and a load that is killed again and again.

``python -m tests.benchmarks.bench_loading speed|workers|overhead|memory|kill [NUMBER]``; the figures are in
``docs/performance.md`` and ``docs/scaling.md``. Processor time is given beside the clock, since it does not depend on
what else a machine does.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import psutil
from sqlalchemy import Engine, text

from app.domain.access import EVERYTHING, Caller
from app.ingestion import ReaderPool
from app.ingestion.batch_reading import read_all
from app.ingestion.items import Item
from app.ingestion.job_runner import JobRunner
from app.ingestion.loading import Loader
from app.settings import Settings
from app.storage import jobs
from app.storage.engine import make_engine, make_sessions, transaction
from app.storage.schema import prepare_database
from tests.benchmarks.bench_reliability import day
from tests.benchmarks.texts import SENTENCES, articles, filled
from tests.databases import Databases

ROUND = 64  # articles of one turn
ROOT = Path(__file__).parents[2]
DATELINE = [sys.executable, "-m", "app.cli"]
ME = Caller("benchmark", EVERYTHING)


def raws(count: int) -> Iterator[dict[str, str]]:
    """Articles as they are sent."""
    for number, (title, body) in enumerate(articles(count)):
        yield {"id": str(number), "title": title, "text": body, "published_at": day(number)}


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of the processors, those of the reader processes included."""
    began, before = time.perf_counter(), _processor_seconds()
    work()
    return time.perf_counter() - began, _processor_seconds() - before


def _processor_seconds() -> float:
    me = psutil.Process()
    times = [process.cpu_times() for process in (me, *me.children(recursive=True))]
    return sum(each.user + each.system for each in times)


def speed(count: int) -> None:
    """Reading alone, reading and storing, and looking up what is stored, with two readers.

    They take turns, so that what else the machine does concerns each alike.
    """
    items = [Item(raw["id"], raw) for raw in raws(count)]
    spent: dict[str, list[tuple[float, float]]] = {"read": [], "load": [], "load again": []}
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/a.sqlite3", extraction_workers=2)
        engine = prepare_database(settings)
        with ReaderPool(settings) as pool:
            loader = Loader(make_sessions(engine), pool, pool.start().result(), ME)
            _read(pool, items[:ROUND])
            for first in range(0, count, ROUND):
                some = items[first : first + ROUND]
                spent["read"].append(measured(partial(_read, pool, some)))
                for name in ("load", "load again"):
                    spent[name].append(measured(partial(_load, loader, some)))
        engine.dispose()
    for name, times in spent.items():
        seconds, processor = (sum(each) for each in zip(*times, strict=True))
        print(f"{name}: {count / seconds:.1f} articles/s, {1000 * processor / count:.1f} ms of processor time each")


def workers(count: int) -> None:
    """The same job with one and with two ``dateline worker`` on Postgres."""
    with tempfile.TemporaryDirectory() as folder, Databases(Path(folder)) as databases:
        for number in (1, 2):
            url = databases.new("postgres")
            sessions = make_sessions(make_engine(url))
            environment = os.environ | {"DATELINE_DATABASE_URL": url, "DATELINE_LOG_LEVEL": "WARNING"}
            running = [subprocess.Popen([*DATELINE, "worker"], env=environment, cwd=ROOT) for _ in range(number)]
            time.sleep(30)  # they load the model
            with transaction(sessions) as session:
                given = (jobs.NewArticle(json.dumps(raw)) for raw in raws(count))
                job_id = jobs.add_job(session, "articles", jobs.Request(ME), given).id
            while (job := _job(sessions, job_id)).state == "open":
                time.sleep(0.2)
            for process in running:
                process.terminate()
                process.wait()
            assert job.finished_at is not None
            assert job.started_at is not None
            seconds = (job.finished_at - job.started_at).total_seconds()
            print(f"{number} workers: {count / seconds:.1f} articles/s", flush=True)


def _job(sessions: object, job_id: str) -> jobs.JobRow:
    with transaction(sessions) as session:  # type: ignore[arg-type]
        found = jobs.find_job(session, job_id)
    assert found is not None
    return found


def overhead(count: int) -> None:
    """What a job costs beside its articles: known ones as a job, and the same without one, on both databases."""
    raw = [{"text": f"Rebels attacked {n} villages near Bamako.", "language": "en"} for n in range(count)]
    items = [Item(str(n), each) for n, each in enumerate(raw)]
    with tempfile.TemporaryDirectory() as folder, Databases(Path(folder)) as databases, ReaderPool(Settings()) as pool:
        for kind in ("sqlite", "postgres"):
            sessions = make_sessions(make_engine(databases.new(kind)))
            loader = Loader.of_server(sessions, pool, pool.start().result())
            _load(loader, items)
            alone = measured(partial(_load, loader, items))
            job = measured(partial(_work_off, JobRunner(loader), raw))
            clock, processor = (1000 * (one - other) / count for one, other in zip(job, alone, strict=True))
            print(f"{kind}: {clock:.1f} ms an article, {processor:.1f} ms of processor time", flush=True)


def _read(pool: ReaderPool, items: list[Item]) -> None:
    deque(read_all(items, pool), 0)


def _load(loader: Loader, items: list[Item]) -> None:
    deque(loader.load(items), 0)


def _work_off(runner: JobRunner, raw: list[dict[str, str]]) -> None:
    with transaction(runner.sessions) as session:
        jobs.add_job(session, "articles", jobs.Request(ME), [jobs.NewArticle(json.dumps(each)) for each in raw])
    while runner.turn():
        pass


def memory(count: int) -> None:
    """Memory of the loading process and of its reader while short articles pass, after each thousand."""
    rng = random.Random(7)
    texts = (filled(rng, rng.choice(SENTENCES)) for _ in range(count))
    stream = (Item(n, {"text": each, "published_at": day(n), "language": "en"}) for n, each in enumerate(texts))
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/a.sqlite3")
        engine = prepare_database(settings)
        with ReaderPool(settings) as pool:
            loader = Loader(make_sessions(engine), pool, pool.start().result(), ME)
            for number, _ in enumerate(loader.load(stream), start=1):
                if number % min(1_000, count // 10) == 0:
                    me = psutil.Process()
                    sizes = [process.memory_info().rss // 1_000_000 for process in (me, *me.children(recursive=True))]
                    print(f"{number} articles: {' + '.join(map(str, sizes))} MB", flush=True)
        engine.dispose()


def kill(times: int, count: int = 2_000, kinds: Sequence[str] = ("sqlite", "postgres")) -> None:
    """A load that is killed at random moments of its work; afterwards every article is there exactly once."""
    with tempfile.TemporaryDirectory() as folder, Databases(Path(folder)) as databases:
        file = Path(folder) / "a.jsonl"
        text_of = "Rebels attacked {} villages near Bamako, killing two.".format
        short = ({"id": str(n), "text": text_of(n), "published_at": day(n)} for n in range(count))
        file.write_text("".join(json.dumps(each) + "\n" for each in short), "utf-8")
        for kind in kinds:
            url = databases.new(kind)
            engine = make_engine(url)
            environment = os.environ | {"DATELINE_DATABASE_URL": url}
            rng = random.Random(7)
            for _ in range(times):
                enough = len(_stored_ids(engine)) + rng.randrange(2 * count // (times + 1))
                with subprocess.Popen([*DATELINE, "load", str(file)], env=environment, cwd=ROOT) as load:
                    while len(_stored_ids(engine)) <= enough and load.poll() is None:
                        time.sleep(rng.uniform(0, 0.5))
                    load.send_signal(signal.SIGKILL)
                print(f"{kind}: killed with {len(_stored_ids(engine))} articles", flush=True)
            subprocess.run([*DATELINE, "load", str(file)], env=environment, cwd=ROOT, check=True)
            assert sorted(map(int, _stored_ids(engine))) == list(range(count))
            engine.dispose()
            print(f"{kind}: {times} kills, {count} articles, each once", flush=True)


def _stored_ids(engine: Engine) -> Sequence[str]:
    with engine.connect() as connection:
        return connection.scalars(text("SELECT external_id FROM articles")).all()


if __name__ == "__main__":
    default = {"speed": 400, "workers": 400, "overhead": 500, "memory": 100_000, "kill": 20}
    chosen = sys.argv[1]
    number = int(sys.argv[2]) if len(sys.argv) > 2 else default[chosen]
    {"speed": speed, "workers": workers, "overhead": overhead, "memory": memory, "kill": kill}[chosen](number)
