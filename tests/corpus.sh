#!/bin/sh
# The sample documents must give their expected records: F1 of found and right.
tools/accuracy corpus --floor 0.95 0.90
