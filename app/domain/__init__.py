"""The words of the trade as plain frozen dataclasses; every span counts Unicode code points of the stored text."""
