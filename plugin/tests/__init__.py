# Tests of the plugin; run from the directory above with `python3 -m unittest`.
