-- Several processes hand over what waits: what one of them took is left to it until then, by the server's clock.
alter table outbox add column leased_until timestamptz;
alter table pending_index add column leased_until timestamptz;
