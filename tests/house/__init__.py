"""Tests of the house itself: its words, its sizes, its clocks, its promises."""
