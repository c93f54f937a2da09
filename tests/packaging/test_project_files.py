"""What the forge and those who cite us are given: it parses, is pinned, names what exists, keeps records private."""

import re
import tomllib
from pathlib import Path
from typing import Any

import before_release
import dev
import pytest
import yaml

from balancecoach import __version__
from tests.cli.tools import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))


def read(path: Path) -> dict[str, Any]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job.get("steps", [])]


# -- Workflows -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_only_read_and_its_actions_are_pinned_by_commit(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {"contents": "read"}
    used = re.findall(r"uses: (\S+)( # v\d+\.\d+\.\d+)?$", path.read_text(encoding="utf-8"), re.MULTILINE)
    there = [row for row in (*steps(workflow), *workflow["jobs"].values()) if "uses" in row]
    assert len(used) == len(there)
    for name, version in used:
        assert name.startswith("./") or (re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", name) and version), name


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_calls_what_exists(path: Path) -> None:
    workflow = read(path)
    commands = "\n".join(step["run"] for step in steps(workflow) if "run" in step)
    named = set(re.findall(r"(?:packaging|tests|\.ci)/[\w./-]*\w", commands))
    assert named and all((ROOT / name).exists() for name in named)
    assert set(re.findall(r"packaging/dev\.py (\w+)", commands)) <= set(dev.COMMANDS)
    called = [job["uses"] for job in workflow["jobs"].values() if "uses" in job]
    assert all((ROOT / name).is_file() for name in called)
    assert all("timeout-minutes" in job for job in workflow["jobs"].values() if "uses" not in job)


def test_each_system_is_built_and_its_files_are_kept() -> None:
    jobs = read(ROOT / ".github" / "workflows" / "ci.yml")["jobs"]
    kept = {name for name, job in jobs.items() for step in job["steps"] if "upload-artifact" in step.get("uses", "")}
    assert kept == {"linux-package", "windows", "macos"}
    for name in kept:
        assert "packaging/smoke.py" in str(jobs[name]["steps"])


# -- Issues ----------------------------------------------------------------------------------------------------
def test_there_is_a_form_for_each_kind_and_no_blank_one() -> None:
    assert {path.stem for path in FORMS} == {"1-something-wrong", "2-idea", "3-words"}
    assert read(FORMS[0].parent / "config.yml") == {"blank_issues_enabled": False}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_is_one_and_warns_that_everybody_reads_it(path: Path) -> None:
    form = read(path)
    assert form["name"] and form["description"] and form["labels"]
    ids = [part["id"] for part in form["body"] if part["type"] != "markdown"]
    assert len(ids) == len(set(ids)) and ids
    for part in form["body"]:
        wanted = {"markdown": "value", "dropdown": "options", "checkboxes": "options"}.get(part["type"], "label")
        assert part["attributes"][wanted], part
        assert part["type"] in {"markdown", "input", "textarea", "dropdown", "checkboxes"}
    first = form["body"][0]
    assert first["type"] == "markdown" and "Everybody can read this page" in first["attributes"]["value"]


def test_a_mistake_is_told_with_the_bundle_and_without_the_record() -> None:
    text = FORMS[0].read_text(encoding="utf-8")
    assert "balancecoach doctor --bundle report.zip" in text
    assert "Never attach a record" in text
    (private,) = [part for part in read(FORMS[0])["body"] if part["type"] == "checkboxes"]
    assert private["attributes"]["options"][0]["required"] is True


def test_a_change_is_asked_what_the_house_asks() -> None:
    text = (ROOT / ".github" / "PULL_REQUEST_TEMPLATE.md").read_text(encoding="utf-8")
    assert set(re.findall(r"dev\.py (\w+)", text)) <= set(dev.COMMANDS)
    assert "go faster" in text and "CHANGELOG.md" in text


# -- Citation and releases -------------------------------------------------------------------------------------
def test_the_citation_is_of_this_version_and_licence() -> None:
    cited = read(ROOT / "CITATION.cff")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (cited["cff-version"], cited["type"]) == ("1.2.0", "software")
    assert (cited["version"], cited["license"]) == (__version__, project["license"])
    assert cited["title"] and cited["message"] and cited["authors"][0]["name"]


CHANGES = "# Changelog\n\n## {version} ({when})\n\n- New.\n\n## 0.0.1 (2020-01-01)\n\n- Old.\n"


def told(tag: str, version: str, when: str, cited: str = f"version: {__version__}\n") -> int:
    """How many things are not right."""
    return len(before_release.problems(tag, CHANGES.format(version=version, when=when), cited))


def test_a_release_waits_for_its_version_and_date() -> None:
    tag, day = f"v{__version__}", "2026-12-01"
    assert told(tag, __version__, day) == 0
    assert told("v9.9.9", __version__, day) == 1
    assert told(tag, __version__, "not released") == 1
    assert told(tag, "0.0.9", day) == 1
    assert told(tag, __version__, day, "version: 0.0.9\n") == 1


def test_what_is_new_is_the_first_version_alone() -> None:
    assert before_release.notes(CHANGES.format(version="2", when="2026-12-01")) == "- New.\n"
    assert before_release.notes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")).startswith("- ")
