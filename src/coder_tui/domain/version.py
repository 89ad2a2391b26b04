"""The program's version, as written into every sitting.

Asking the installed package for it takes as long as a third of the imports of the command line;
the package takes its version from here.
"""

VERSION = "0.1.0"
