"""Reads a day of temperature readings and says what is unusual about it."""

import csv
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Reading:
    """One measurement of one sensor."""

    sensor: str
    taken_at: datetime
    celsius: float


def read_readings(path: Path) -> list[Reading]:
    """All readings of a file, in the order in which they were written."""
    with path.open(newline="", encoding="utf-8") as file:
        return [
            Reading(row["sensor"], datetime.fromisoformat(row["taken_at"]), float(row["celsius"]))
            for row in csv.DictReader(file)
        ]


def by_sensor(readings: list[Reading]) -> dict[str, list[Reading]]:
    """The readings of each sensor."""
    groups: dict[str, list[Reading]] = {}
    for reading in readings:
        groups.setdefault(reading.sensor, []).append(reading)
    return groups


def mean(values: list[float]) -> float:
    """The average of some values, which must not be empty."""
    return sum(values) / len(values)


def standard_deviation(values: list[float]) -> float:
    """How far the values usually are from their average."""


def outliers(readings: list[Reading], limit: float = 3.0) -> list[Reading]:
    """The readings that are further from the average than `limit` standard deviations."""
    values = [reading.celsius for reading in readings]
    middle, spread = mean(values), standard_deviation(values)
    return [reading for reading in readings if abs(reading.celsius - middle) > limit * spread]


def main() -> None:
    for sensor, readings in by_sensor(read_readings(Path(sys.argv[1]))).items():
        for reading in outliers(readings):
            print(f"{sensor}: {reading.celsius:.1f} °C at {reading.taken_at:%H:%M}")


if __name__ == "__main__":
    main()
