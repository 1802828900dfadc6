package io.monge.runtime.config;

/**
 * A configuration that cannot be used; the message is one sentence for the user: key, source, value
 * and what is allowed.
 */
public final class InvalidConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidConfigException(String sentence) {
        super(sentence);
    }

    public InvalidConfigException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
