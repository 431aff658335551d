"""The two things that pyproject.toml cannot say: which folders outside the package travel with it.

`migrations/` and `api_spec/` stand at the top of the repository, where people look for them, but
an installed node needs them too. They are installed as `ipregistry.migrations` and
`ipregistry.api_spec`, and code finds them by that name
(`importlib.resources.files("ipregistry.migrations")`), in a checkout and in a wheel alike.
"""

from setuptools import find_packages, setup

OUTSIDE_THE_PACKAGE = {"ipregistry.migrations": "migrations", "ipregistry.api_spec": "api_spec"}

setup(
    packages=[*find_packages(include=["ipregistry", "ipregistry.*"]), *OUTSIDE_THE_PACKAGE],
    package_dir=OUTSIDE_THE_PACKAGE,
    # The kinds of file that code reads at run time; anything else in these folders stays home.
    package_data={
        "": ["py.typed"],
        "ipregistry": ["**/*.toml", "**/*.txt", "**/*.yaml", "**/*.json", "**/*.sql"],
        "ipregistry.web": ["templates/**/*", "static/**/*", "translations/**/*"],
        "ipregistry.migrations": ["script.py.mako", "versions/*.py"],
        "ipregistry.api_spec": ["*.yaml", "common-schema/**/*.json", "examples/**/*.json"],
    },
)
