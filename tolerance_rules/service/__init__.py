"""Service: the questions of the library over HTTP, for other systems and for the workbench."""
