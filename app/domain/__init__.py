"""The terms of the field as plain frozen dataclasses. Every span counts Unicode code points of the stored text."""
