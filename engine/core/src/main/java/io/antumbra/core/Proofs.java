package io.antumbra.core;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Both sides of the hello prove that they hold the same pre-shared key, over both nonces: HMAC-SHA-256 (RFC 2104, FIPS
 * 180-4). The role and every identity are inside, so that a proof can neither be reflected nor used by another replica.
 * Not on the hot path; one thread.
 */
public final class Proofs
{
    /** Length of a proof, bytes. */
    public static final int LENGTH = 32;

    /** The side that speaks as the primary. */
    public static final byte PRIMARY = 'P';

    /** The side that speaks as a standby. */
    public static final byte STANDBY = 'S';

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    /**
     * @param key pre-shared, or null: then proofs are empty and every one is accepted.
     */
    public Proofs(final byte[] key)
    {
        if (key == null)
        {
            mac = null;
            return;
        }
        try
        {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException(ALGORITHM + " is not available in this JDK", ex);
        }
    }

    /**
     * @param role      {@link #PRIMARY} or {@link #STANDBY}.
     * @param handshake that is being concluded.
     * @return the proof, zeros without a key.
     */
    public byte[] prove(final byte role, final Handshake handshake)
    {
        if (mac == null)
        {
            return new byte[LENGTH];
        }
        final ByteBuffer text = ByteBuffer.allocate(1 + 3 * Integer.BYTES + 6 * Long.BYTES);
        text.put(role)
            .putInt(handshake.shard)
            .putInt(handshake.primaryId)
            .putInt(handshake.standbyId)
            .putLong(handshake.primaryIncarnation)
            .putLong(handshake.standbyIncarnation)
            .putLong(handshake.primaryNonceHigh)
            .putLong(handshake.primaryNonceLow)
            .putLong(handshake.standbyNonceHigh)
            .putLong(handshake.standbyNonceLow);
        return mac.doFinal(text.array());
    }

    /**
     * @param role      that the peer speaks in.
     * @param handshake that is being concluded.
     * @param proof     that the peer sent.
     * @return true when it holds; compared in constant time.
     */
    public boolean holds(final byte role, final Handshake handshake, final byte[] proof)
    {
        return mac == null || MessageDigest.isEqual(prove(role, handshake), proof);
    }
}
