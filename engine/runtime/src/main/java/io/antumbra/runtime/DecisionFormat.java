package io.antumbra.runtime;

/**
 * How {@code decisions.log} looks: a ring of records of 96 bytes behind a header of 64, in the byte order of the host.
 *
 * <pre>
 *  header   magic 8 | version 4 | records 4
 *  record   number + 1, 8 | epoch ns 8 | replica 4 | stream 4 | first 8 | last 8 | action 4 | reason 4
 *           | risk 8 | overdue after ns 8 | bytes left 8 | number + 1, 8
 * </pre>
 *
 * The number behind a record is written before it and the one in front of it after it, so a record whose two numbers
 * differ is being written, or was when the process was killed.
 */
final class DecisionFormat
{
    static final String FILE_NAME = "decisions.log";
    static final long MAGIC = 0x4E49_4349_4345_4441L; // "ADECICIN"
    static final int VERSION = 1;
    static final int RECORDS = 1024;
    static final int HEADER_LENGTH = 64;
    static final int RECORD_LENGTH = 96;
    static final int LENGTH = HEADER_LENGTH + RECORDS * RECORD_LENGTH;

    static final int VERSION_OFFSET = 8;
    static final int RECORDS_OFFSET = 12;

    static final int NUMBER_OFFSET = 0;
    static final int EPOCH_NS_OFFSET = 8;
    static final int REPLICA_OFFSET = 16;
    static final int STREAM_OFFSET = 20;
    static final int FIRST_OFFSET = 24;
    static final int LAST_OFFSET = 32;
    static final int ACTION_OFFSET = 40;
    static final int REASON_OFFSET = 44;
    static final int RISK_OFFSET = 48;
    static final int OVERDUE_AFTER_NS_OFFSET = 56;
    static final int BUDGET_LEFT_OFFSET = 64;
    static final int NUMBER_BEHIND_OFFSET = 72;

    private DecisionFormat()
    {
    }

    static int offset(final long number)
    {
        return HEADER_LENGTH + (int)(number % RECORDS) * RECORD_LENGTH;
    }
}
