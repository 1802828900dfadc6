package io.monge.serving;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server is called among those that work side by side; the same after a restart. */
final class InstanceName {

    private static final Logger LOG = LoggerFactory.getLogger(InstanceName.class);

    private InstanceName() {}

    /** Machine and port; a port that the system chooses says nothing, so chance must. */
    static String of(ServingConfig config) {
        if (config.port() == 0) {
            return UUID.randomUUID().toString();
        }
        try {
            return InetAddress.getLocalHost().getHostName() + "-" + config.port();
        } catch (UnknownHostException e) {
            LOG.info("this machine has no name: {}", e.getMessage());
            return config.host() + "-" + config.port();
        }
    }
}
