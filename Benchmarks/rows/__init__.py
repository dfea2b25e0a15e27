"""The rows of the benchmark, one module for each kind of thing that is measured. Importing them fills `suite.table`."""
from rows import images, codecs, verify, cache, dockerfiles, reports, peers  # noqa: F401 # their order is the table's
