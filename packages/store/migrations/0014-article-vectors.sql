-- Where the sentence encoder puts an article, for what is near to it. Absent: the encoder has not read it, or not its newest words.
create table article_vectors (
  article_id text primary key references articles on delete cascade,
  -- Version of the encoder and of the head: vectors of two models cannot be compared.
  model text not null,
  dimensions integer not null check (dimensions > 0),
  -- int8, one byte a number.
  vector bytea not null check (length(vector) = dimensions)
);
