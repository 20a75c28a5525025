import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { routePath } from 'hono/route';
import { LARGEST_FORM } from './read-form.ts';
import { linkRoutes } from './routes/links.ts';
import { ownRoutes } from './routes/own.ts';
import { publicRoutes } from './routes/public.ts';
import { signUpRoutes } from './routes/sign-up.ts';
import { tuneRoutes } from './routes/tune.ts';
import { type App, notice, type Request, type ServerParts, type Types } from './server.ts';

/**
 * The server as a function from requests to answers. GET and HEAD change nothing: whatever changes something is a POST with a form of a page
 * here, or with a signed link. There are no cookies.
 */
export function appOf(parts: ServerParts): App {
  const app = new Hono<Types>();
  app.use(async (c, next) => {
    const begun = performance.now();
    await next();
    parts.metrics.request(routeOf(c), c.req.method, c.res.status, (performance.now() - begun) / 1000);
  });
  const tooLarge = (c: Request): Response =>
    notice(c, parts, { title: 'Too much', texts: ['What was sent is larger than any form here.'] }, 413);
  // Only where there is a body: to look for one builds the whole request, which costs more than the answer.
  app.on(['POST', 'PUT', 'PATCH', 'DELETE'], '/*', bodyLimit({ maxSize: LARGEST_FORM, onError: tooLarge }));
  ownRoutes(app, parts);
  signUpRoutes(app, parts);
  linkRoutes(app, parts);
  tuneRoutes(app, parts);
  publicRoutes(app, parts);
  app.notFound((c) => {
    const answer = notice(c, parts, { title: 'Not possible', texts: ['This cannot be done here.'] }, 405);
    answer.headers.set('allow', 'GET, HEAD');
    return answer;
  });
  app.onError((error, c) => {
    // Whoever went away in the middle of a form: nobody reads this.
    if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') return new Response(null, { status: 400 });
    parts.failed(routeOf(c), error);
    const texts = ['An error of ours. It was written down; please try again later.'];
    return notice(c, parts, { title: 'Something went wrong', texts }, 500);
  });
  return app;
}

/** The pattern of the route that answered, such as `/mail/confirm/:token`. */
const routeOf = (c: Request): string => routePath(c);
