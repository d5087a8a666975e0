"""Versions, filled in by the build."""

VERSION = "@python.version@"
JAR_VERSION = "@project.version@"
