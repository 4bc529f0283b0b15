-- Who is signed in. A session is ended here, so that a cookie that was copied is worth nothing after signing out.

create table app.sessions (
    id text primary key,            -- the fingerprint of the cookie's own secret
    email text not null references app.users (email) on update cascade on delete cascade,
    began_at timestamptz not null,
    ended_at timestamptz
);
create index sessions_open on app.sessions (email) where ended_at is null;
