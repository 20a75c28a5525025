/** Hosts that serve a copy of the site: a link to them is a link to the site. */
export const mirrorHosts: readonly string[] = ['hf.barry1.top', 'hf-mirror.com'];
