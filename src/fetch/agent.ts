import { buildConnector, type Dispatcher, EnvHttpProxyAgent, interceptors } from 'undici';
import type { Gate } from './gate.ts';

/** What of the environment names a proxy; a name in lower case wins, as with curl. */
export type ProxyEnvironment = Record<string, string | undefined>;

/** So many redirects are followed. */
const maxRedirects = 5;

/** Time for one connection, in milliseconds; the deadline of a request can be shorter. */
const connectTimeout = 10_000;

/** Where requests go out. */
export interface Exit {
  /** Follows redirects, each through the gate. */
  dispatcher: Dispatcher;
  /** Ends all connections. */
  close(): Promise<void>;
}

/**
 * Opens the way out: connections past the gate, proxies of the environment, redirects.
 * @throws TypeError when a proxy variable holds no address.
 */
export function openExit(gate: Gate, env: ProxyEnvironment): Exit {
  const direct = buildConnector({ timeout: connectTimeout, lookup: gate.lookup });
  const agent = new EnvHttpProxyAgent({
    // An empty text, and not nothing, keeps undici from looking into the environment of the process itself.
    httpProxy: env.http_proxy || env.HTTP_PROXY || '',
    httpsProxy: env.https_proxy || env.HTTPS_PROXY || '',
    noProxy: env.no_proxy || env.NO_PROXY || '',
    // Direct connections only: a proxy is the operator's choice, and often has a private address.
    connect(options, callback) {
      try {
        gate.checkHost(options.hostname);
      } catch (error) {
        callback(error as Error, null);
        return;
      }
      direct(options, callback);
    },
    // The deadline of the whole request is shorter than any of these would be.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const guard: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
    try {
      gate.check(new URL(options.path, options.origin));
    } catch (error) {
      handler.onResponseError?.(null as never, error as Error);
      return true;
    }
    return dispatch(options, handler);
  };
  // The last one is the outermost: each redirect comes down through the guard.
  const dispatcher = agent.compose(guard, interceptors.redirect({ maxRedirections: maxRedirects }));
  return { dispatcher, close: () => agent.destroy() };
}
