"""Events are sent to those who have subscribed to them."""

from app.subscriptions.delivery import Deliverer, MessageData, body_of
from app.subscriptions.signatures import new_secret, sign

__all__ = ["Deliverer", "MessageData", "body_of", "new_secret", "sign"]
