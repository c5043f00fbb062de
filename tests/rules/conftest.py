"""How hard the rules are searched for a counter-example: enough to find one, and no longer than seconds."""

from hypothesis import HealthCheck, settings

settings.register_profile("rules", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("rules")
