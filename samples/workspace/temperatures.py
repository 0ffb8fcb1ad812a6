"""Reads temperatures from a log and sums them up."""

from dataclasses import dataclass
from pathlib import Path


@dataclass
class Reading:
    """One measurement of one sensor."""

    sensor: str
    celsius: float


def read_log(path: Path) -> list[Reading]:
    """Reads lines such as `kitchen 21.5`; skips what is not one."""
    readings = []
    for line in path.read_text().splitlines():
        parts = line.split()
        if len(parts) == 2:
            readings.append(Reading(parts[0], float(parts[1])))
    return readings


def average(readings: list[Reading]) -> float:
    """The mean of all readings, 0 if there are none."""
    if not readings:
        return 0.0
    return sum(reading.celsius for reading in readings) / len(readings)


def warmest(readings: list[Reading]) -> Reading:
    """The reading with the highest temperature."""
    
