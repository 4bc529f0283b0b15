-- name: plan_each
-- Until this transaction ends each statement is planned for its values.
select set_config('plan_cache_mode', 'force_custom_plan', true);
