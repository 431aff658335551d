"""The contract: an OpenAPI document, the common schema and its examples. Data only."""
