/** Upper bounds of the histogram, in seconds. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

type Labels = Readonly<Record<string, string>>;

/** What `/metrics` tells: how much is asked for and how long it takes. Nothing of it depends on who is subscribed. */
export interface Metrics {
  /** @param route the name of a route, never a path: paths have tokens. */
  request(route: string, method: string, status: number, seconds: number): void;
  refused(purpose: string): void;
  /** The text of Prometheus' exposition format 0.0.4. */
  text(now: { waiting: number; connections: number }): string;
}

export function metricsOf(): Metrics {
  const requests = new Map<string, number>();
  const refusals = new Map<string, number>();
  const times = new Map<string, { counts: number[]; sum: number; count: number }>();
  const add = (to: Map<string, number>, labels: Labels): void => {
    const key = written(labels);
    to.set(key, (to.get(key) ?? 0) + 1);
  };
  return {
    request(route, method, status, seconds) {
      // A method is the client's own word: only those that mean something are told apart.
      const known = ['GET', 'HEAD', 'POST'].includes(method) ? method : 'other';
      add(requests, { route, method: known, status: String(status) });
      const time = times.get(route) ?? { counts: BOUNDS.map(() => 0), sum: 0, count: 0 };
      times.set(route, time);
      for (const [i, bound] of BOUNDS.entries()) if (seconds <= bound) time.counts[i]!++;
      time.sum += seconds;
      time.count++;
    },
    refused: (purpose) => add(refusals, { purpose }),
    text({ waiting, connections }) {
      const lines = [
        '# HELP paperboy_http_requests_total Requests answered.',
        '# TYPE paperboy_http_requests_total counter',
        ...[...requests].map(([labels, n]) => `paperboy_http_requests_total${labels} ${n}`),
        '# HELP paperboy_http_refused_total Requests refused because a limit was reached.',
        '# TYPE paperboy_http_refused_total counter',
        ...[...refusals].map(([labels, n]) => `paperboy_http_refused_total${labels} ${n}`),
        '# HELP paperboy_http_request_duration_seconds How long answers took.',
        '# TYPE paperboy_http_request_duration_seconds histogram',
        ...[...times].flatMap(([route, { counts, sum, count }]) => [
          ...counts.map(
            (n, i) => `paperboy_http_request_duration_seconds_bucket${written({ route, le: String(BOUNDS[i]) })} ${n}`,
          ),
          `paperboy_http_request_duration_seconds_bucket${written({ route, le: '+Inf' })} ${count}`,
          `paperboy_http_request_duration_seconds_sum${written({ route })} ${sum}`,
          `paperboy_http_request_duration_seconds_count${written({ route })} ${count}`,
        ]),
        '# HELP paperboy_later_waiting Sign-ups that wait for their turn.',
        '# TYPE paperboy_later_waiting gauge',
        `paperboy_later_waiting ${waiting}`,
        '# HELP paperboy_connections Open connections.',
        '# TYPE paperboy_connections gauge',
        `paperboy_connections ${connections}`,
      ];
      return `${lines.join('\n')}\n`;
    },
  };
}

/** Labels as the format wants them: backslash, quote and line feed escaped. */
const written = (labels: Labels): string =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`)
    .join(',')}}`;
