package io.antumbra.transport;

/**
 * A sample of one link (one line to one peer), filled by {@link Transport#sampleLink(int, int, LinkStatistics)} without
 * allocation. Positions are bytes of the publication's log, headers and padding included; they start anew with each
 * publication, while {@link #publicationId()} tells one publication from the next. Owned by whoever created it.
 */
public final class LinkStatistics
{
    long publicationId;
    boolean isConnected;
    long publisherPosition;
    long publisherLimit;
    long senderPosition;
    long senderLimit;
    long backPressureEvents;
    long naksReceived;
    long driverRetransmits;
    long driverRetransmittedBytes;

    /**
     * Aeron's registration id of the publication that was sampled.
     *
     * @return the id; it changes whenever the publication is made anew.
     */
    public long publicationId()
    {
        return publicationId;
    }

    /**
     * Has the peer's receiver been heard within the connection time-out?
     *
     * @return true when it has.
     */
    public boolean isConnected()
    {
        return isConnected;
    }

    /**
     * Up to where frames were offered.
     *
     * @return position in bytes.
     */
    public long publisherPosition()
    {
        return publisherPosition;
    }

    /**
     * Up to where offers are accepted.
     *
     * @return position in bytes.
     */
    public long publisherLimit()
    {
        return publisherLimit;
    }

    /**
     * Up to where the driver has sent.
     *
     * @return position in bytes.
     */
    public long senderPosition()
    {
        return senderPosition;
    }

    /**
     * Up to where the peer's receiver lets the driver send.
     *
     * @return position in bytes.
     */
    public long senderLimit()
    {
        return senderLimit;
    }

    /**
     * How often the sender met the end of the receiver's window.
     *
     * @return count since the publication was made.
     */
    public long backPressureEvents()
    {
        return backPressureEvents;
    }

    /**
     * How many NAKs came from the peer: each reports one gap.
     *
     * @return count since the publication was made.
     */
    public long naksReceived()
    {
        return naksReceived;
    }

    /**
     * Datagrams sent again after NAKs, over all links of the driver: Aeron does not count them for each stream.
     *
     * @return count since the driver was started.
     */
    public long driverRetransmits()
    {
        return driverRetransmits;
    }

    /**
     * Bytes sent again after NAKs, over all links of the driver.
     *
     * @return bytes since the driver was started.
     */
    public long driverRetransmittedBytes()
    {
        return driverRetransmittedBytes;
    }
}
