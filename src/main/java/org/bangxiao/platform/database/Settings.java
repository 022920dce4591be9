package org.bangxiao.platform.database;

import java.nio.file.Path;

/** The server's settings, for a machine of two cores that also carries the service. */
final class Settings {
    static final String FRAME = """
            # The service writes bangxiao.conf at each start; what stands below that line wins.
            include_if_exists = 'bangxiao.conf'
            """;

    private Settings() {}

    static String text(int port, EmbeddedDatabase.Durability durability, Path log) {
        String kept = """
                # Written by the service at each start.
                port = %d
                listen_addresses = '127.0.0.1'
                unix_socket_directories = ''
                password_encryption = 'scram-sha-256'
                max_connections = 100
                shared_buffers = 512MB
                effective_cache_size = 1536MB
                work_mem = 16MB
                maintenance_work_mem = 128MB
                max_parallel_workers_per_gather = 1
                jit = off
                random_page_cost = 1.1
                wal_compression = on
                min_wal_size = 256MB
                max_wal_size = 2GB
                checkpoint_timeout = 15min
                lock_timeout = 30s
                idle_in_transaction_session_timeout = 5min
                timezone = 'UTC'
                log_timezone = 'UTC'
                logging_collector = on
                log_directory = '%s'
                log_filename = 'database-%%a.log'
                log_truncate_on_rotation = on
                log_rotation_age = 1d
                log_rotation_size = 0
                log_file_mode = 0600
                log_line_prefix = '%%m [%%p] '
                log_min_error_statement = panic
                """.formatted(port, log.toString().replace("'", "''"));
        return durability == EmbeddedDatabase.Durability.KEPT ? kept : kept + """
                        fsync = off
                        full_page_writes = off
                        synchronous_commit = off
                        scram_iterations = 1
                        """;
    }
}
