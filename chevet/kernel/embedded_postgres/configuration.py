"""The server's settings, rewritten before each start."""

from pathlib import Path

ALWAYS = {
    "listen_addresses": "''",
    "max_connections": "200",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "log_line_prefix": "'%m [%p] %q%u@%d '",
    # statements carry personal data: errors are logged, their text and values are not
    "log_min_error_statement": "'panic'",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "'terse'",
    "log_checkpoints": "off",
    "shared_preload_libraries": "'pg_stat_statements'",
    "jit": "off",
    "random_page_cost": "1.1",
    # checkpoints spaced by time, not by volume: every page's first change after one is written whole
    "max_wal_size": "'2GB'",
    "min_wal_size": "'256MB'",
    "checkpoint_timeout": "'15min'",
    "checkpoint_completion_target": "0.9",
    "wal_compression": "'pglz'",
    # outbox and worklist rows change often: small and frequent cleaning
    "autovacuum_naptime": "'15s'",
    "autovacuum_vacuum_scale_factor": "0.05",
    "autovacuum_vacuum_insert_scale_factor": "0.1",
    "autovacuum_analyze_scale_factor": "0.02",
    "autovacuum_vacuum_cost_limit": "1000",
}

# for tests: a crash may lose everything, and the disk is never waited for
FORGETFUL = {"fsync": "off", "full_page_writes": "off", "checkpoint_timeout": "'1h'"}


def configuration(*, socket_folder: Path, durable: bool, shared_buffers: str) -> str:
    settings = ALWAYS | ({} if durable else FORGETFUL)
    settings |= {
        "unix_socket_directories": quoted(socket_folder),
        "shared_buffers": f"'{shared_buffers}'",
    }
    return "".join(f"{name} = {value}\n" for name, value in settings.items())


def quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
