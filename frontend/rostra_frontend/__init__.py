"""The website, the command line and the other public interfaces."""
