-- Who works on a host and who may ask it now, over all processes. Every time here is this server's.

-- A job for the host lies in the queue until `queued_until`; `holder` works on it and says so until `leased_until`.
delete from hosts;
alter table hosts alter column leased_until drop not null;
alter table hosts add column holder text;
alter table hosts add column queued_until timestamptz;

-- What a crash left half done went back in line only when the only process there was started again.
update frontier set state = 'waiting' where state = 'fetching';
create index frontier_fetching on frontier (host) where state = 'fetching';

-- A process that asks hosts; dead when it has not said otherwise in time.
create table host_askers (
  id text primary key,
  alive_until timestamptz not null
);

-- One asker at a time on a host name, its requests one after the other.
create table host_turns (
  host text primary key,
  -- Null: nobody.
  holder text,
  -- End of the last request known here; what a holder asks later it knows itself and tells when it ends.
  ended_at timestamptz,
  -- The host asked to be left alone until then (Retry-After).
  rest_until timestamptz,
  -- Who waits, the longest first.
  waiting text[] not null default '{}'
);
create index host_turns_holder on host_turns (holder) where holder is not null;
