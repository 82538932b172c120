"""`toolkit --help` beside a click group with one command and nothing else."""

from __future__ import annotations

from benchmarks._clock import beside

BARE = """
import click

@click.group()
def main():
    "Do nothing."

@main.command()
def nothing():
    "Do nothing."

main(["--help"])
"""


def run() -> list[str]:
    bare, ours, python = beside(["-c", BARE], ["-m", "toolkit", "--help"], ["-c", "pass"])
    return [
        f"toolkit --help                {ours * 1000:6.0f} ms",
        f"a bare click group            {bare * 1000:6.0f} ms   ratio {ours / bare:.2f} (budget 1.5)",
        f"python itself                 {python * 1000:6.0f} ms",
    ]


if __name__ == "__main__":
    print("\n".join(run()))
