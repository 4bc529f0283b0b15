-- name: read_settings
-- How does this server look after what it says it has kept, and may we write here?
select
    current_setting('server_version_num')::int as version,
    current_setting('server_encoding') as encoding,
    pg_is_in_recovery() as replica,
    current_setting('transaction_read_only') as read_only,
    current_setting('fsync') as fsync,
    current_setting('full_page_writes') as full_page_writes,
    current_setting('synchronous_commit') as synchronous_commit;
