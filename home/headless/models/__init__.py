from home.headless.models.webhooks import (
    Attempt,
    Delivery,
    Endpoint,
    EndpointSecret,
    Event,
    LogPlace,
    PublicState,
)

__all__ = ["Attempt", "Delivery", "Endpoint", "EndpointSecret", "Event", "LogPlace", "PublicState"]
