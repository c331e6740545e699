"""What linking has learnt: weights and word counts as JSON, each with a card, and the script that made them."""
