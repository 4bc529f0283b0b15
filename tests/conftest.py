"""What every test may ask for; what only some need stands beside them."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# No test is judged by its speed: a busy machine, or a first run that fills hypothesis' own tables, is slow.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
