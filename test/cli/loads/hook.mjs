// Preloaded with `--import`: writes the address of every module that is loaded to the file PAPERBOY_LOADED, one a line.
import { register } from 'node:module';

register('./watch.mjs', import.meta.url, { data: process.env.PAPERBOY_LOADED });
