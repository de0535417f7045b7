// The true binary as a browser meets it: a process of its own on a free port,
// with a data folder of its own that goes with it.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const startWithin = 60_000; // ms; the first start publishes the shipped courses
const endWithin = 20_000; // ms; the orderly end finishes what was acknowledged

export const binary = path.resolve(
  process.env.HOCSO_BIN ?? fileURLToPath(new URL('../../bin/hocso', import.meta.url)),
);

async function freePort() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Sign-ins that `hocso demo` prints, one a line: a role's code, the person's
 * name, what to sign in with, and the password; the last two hold no space.
 */
export function parsePeople(output) {
  const line = /^\s*(learner|author|manager|administrator)\s+(\S.*?)\s+(\S+)\s+(\S+)\s*$/gmu;
  return Array.from(output.matchAll(line), ([, role, name, login, password]) => ({ role, name, login, password }));
}

const clean = (home, env) => ({ PATH: process.env.PATH, HOME: home, ...env });

async function present() {
  await access(binary, constants.X_OK).catch(() => {
    throw new Error(`${binary} is not there: \`make build\`, or set HOCSO_BIN`);
  });
}

/** Every route of the pages, as the router has them: { method, path, who }, who being a permission or ''. */
export async function routes() {
  await present();
  const data = await mkdtemp(path.join(tmpdir(), 'hocso-routes-'));
  try {
    const { stdout } = await promisify(execFile)(binary, ['routes', '--data', data], { env: clean(data) });
    return stdout.trim().split('\n').map((line) => JSON.parse(line));
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

/** A running `hocso demo` or `hocso serve`. Ended with stop(), which fails if the end is not an orderly one. */
export class Server {
  static async start({ command = 'demo', env = {} } = {}) {
    await present();
    const server = new Server();
    server.command = command;
    server.data = await mkdtemp(path.join(tmpdir(), 'hocso-e2e-'));
    const address = `127.0.0.1:${await freePort()}`;
    server.url = `http://${address}`;
    server.output = '';
    server.process = spawn(binary, [command, '--addr', address, '--data', server.data], {
      env: clean(server.data, env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    server.ended = once(server.process, 'close').then(
      ([code, signal]) => ({ code, signal }),
      (error) => ({ error }),
    );
    for (const stream of [server.process.stdout, server.process.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (server.output += text));
    }
    try {
      await server.#ready();
    } catch (error) {
      server.process.kill('SIGKILL');
      await server.ended;
      await rm(server.data, { recursive: true, force: true });
      throw error;
    }
    return server;
  }

  /** The people of the demo, as printed at its start. */
  get people() {
    return parsePeople(this.output);
  }

  /** The one-time link with which the first administrator of a real deployment is created. */
  get firstLink() {
    return /\S+\/khoi-tao\/\S+/u.exec(this.output)?.[0];
  }

  /** Runs another command on the data of this server, which goes on running. Gives what it printed. */
  async run(...args) {
    const { stdout } = await promisify(execFile)(binary, [...args, '--data', this.data], { env: clean(this.data) });
    return stdout;
  }

  /** The first person of a role. */
  person(role) {
    const person = this.people.find((one) => one.role === role);
    if (!person) {
      throw new Error(`the demo printed no sign-in for ${role}; it said:\n${this.output}`);
    }
    return person;
  }

  async #ready() {
    const deadline = Date.now() + startWithin;
    let gone;
    this.ended.then((how) => (gone = how));
    let last = 'never asked';
    while (Date.now() < deadline) {
      if (gone) {
        throw new Error(`hocso ${this.command} ended by itself: ${JSON.stringify(gone)}\n${this.output}`);
      }
      try {
        const response = await fetch(`${this.url}/readyz`);
        await response.arrayBuffer();
        const announced = this.command === 'demo' ? this.people.length > 0 : this.firstLink !== undefined;
        if (response.ok && announced) return;
        last = `status ${response.status}${announced ? '' : ', nothing printed'}`;
      } catch (error) {
        last = String(error.cause ?? error);
      }
      await pause(50);
    }
    throw new Error(`hocso ${this.command} was not ready after ${startWithin / 1000} s (${last})\n${this.output}`);
  }

  async stop() {
    this.process.kill('SIGTERM');
    const late = new AbortController();
    const how = await Promise.race([this.ended, pause(endWithin, 'late', { signal: late.signal })]);
    late.abort();
    if (how === 'late') {
      this.process.kill('SIGKILL');
      await this.ended;
    }
    await rm(this.data, { recursive: true, force: true });
    if (how.code !== 0) {
      throw new Error(`hocso ${this.command} did not end in order: ${how === 'late' ? `not within ${endWithin / 1000} s` : JSON.stringify(how)}\n${this.output}`);
    }
  }
}
