import type { FailureText } from './failures';

/** What Node says of a connection that does not come about, as far as more is known than that it is the network. */
const CERTIFICATE =
  /^(?:CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|ERR_TLS_CERT\w*|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)$/;
const OF_THE_CLOCK = /^CERT_(?:NOT_YET_VALID|HAS_EXPIRED)$/;
const OF_ANOTHER_HOST = /^(?:ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/;
const PROXY = /^ERR_PROXY_|\bproxy response\b/i;

const SWITCHED_OFF = 'Never switch off the check.';

/**
 * Why a service was not reached, and what can be done about it.
 * @param code Of the error, or its name where it has none.
 * @param message As Node says it; it names host and port.
 * @param address What decides which host is asked: a sentence.
 */
export function unreachable(code: string, message: string, address: string): Pick<FailureText, 'what' | 'toDo'> {
  const says = message === '' || message === code ? code : message.includes(code) ? message : `${code}: ${message}`;
  if (PROXY.test(code) || PROXY.test(message)) {
    return {
      what: `The proxy does not forward the request (${says}).`,
      toDo: 'Check the address in HTTPS_PROXY or HTTP_PROXY, the user and password in it, and whether the proxy allows this host; NO_PROXY names hosts to reach without it.',
    };
  }
  if (!CERTIFICATE.test(code)) {
    return {
      what: `The service cannot be reached (${says}).`,
      toDo: `Check the network and ${address}. Behind a proxy, HTTPS_PROXY has to name it; where it is set, NO_PROXY names the hosts without it.`,
    };
  }
  const what = `The certificate of the service is not one that this machine trusts (${says}).`;
  if (OF_THE_CLOCK.test(code))
    return { what, toDo: `Check the clock of this machine; if it is right, the certificate has to be renewed. ${SWITCHED_OFF}` };
  if (OF_ANOTHER_HOST.test(code))
    return { what, toDo: `It is the certificate of another host: check ${address}, and the DNS server. ${SWITCHED_OFF}` };
  return {
    what,
    toDo: `A proxy or firewall that opens TLS connections has its own authority: set NODE_EXTRA_CA_CERTS to the file of its certificate (PEM), and run the command again. ${SWITCHED_OFF}`,
  };
}
