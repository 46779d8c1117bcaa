// Parley in front of its simulated upstream, as two real processes on ports that the system chose.
//
//   const gateway = await startGateway({echo: 'sim/echo'});
//   gateway.url, gateway.key, await gateway.simulatedCalls(), await gateway.stop()
//
// Where the settings have `listeners`, gateway.urls has the address of each.
//
// stop() checks that the books balance (books.mjs), sends SIGTERM, and checks that both ended well: status 0, no word from a sanitizer,
// and nothing of a key or a credential in what Parley said and kept.
import assert from 'node:assert/strict';
import {execFile, spawn} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {mkdtemp, readFile, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {setTimeout as pause} from 'node:timers/promises';
import {promisify} from 'node:util';

import {checkCounts, checkLedger} from './books.mjs';
export {eventually} from './eventually.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const binary = path.resolve(process.env.PARLEY_BINARY ?? path.join(root, 'build/asan/parley'));
const startMsMax = 30_000;  // a sanitized binary on a busy machine
const stopMsMax = 20_000;
const sanitizerWords = /ERROR: (Address|Leak)Sanitizer|WARNING: ThreadSanitizer|runtime error:/;

export const key = `test-${randomBytes(24).toString('base64url')}`;
export const credential = `sk-${randomBytes(24).toString('base64url')}`;
/** The pair of AWS's own examples, which is the one that the simulator knows. */
export const awsKeys = {accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'};
const awsSigning = {access_key_id: awsKeys.accessKeyId, secret_access_key: awsKeys.secretAccessKey, aws_region: 'us-east-1', host: 'bedrock'};

/**
 * `models` maps public ids to the simulator's model names; `settings` are further keys of the configuration, or a function
 * that makes them from the simulator's URL. The simulator is asked
 * in `dialect`; `script` gives it names of the test's own, such as those of real models, by which the gateway tells families apart.
 * `providers` maps names of further providers to their dialects; their models are written {provider, model}.
 */
export async function startGateway(models, settings = {}, {dialect = 'openai', script = {}, providers = {}} = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-sdk-'));
  const servers = [];
  const start = (...arguments_) => {
    const server = new Server(arguments_, folder);
    servers.unshift(server);  // Parley is stopped first, so that its upstream does not vanish under it
    return server;
  };
  const data = path.join(folder, 'data');
  let adminUrl;
  const stop = async () => {
    try {
      await checkCounts(adminUrl);
      for (const server of servers) await server.stop();
      await searchForSecrets(servers.filter(server => server.name === 'serve'), data);
      await checkLedger(binary, data);
    } finally {
      for (const server of servers) server.kill();
      await rm(folder, {recursive: true, force: true});
    }
  };
  try {
    const [simulatorUrl] = await start('simulate', '--listen', '127.0.0.1:0').urlsOf('simulate: listening', 1);
    await fetch(`${simulatorUrl}/sim/script`, {method: 'POST', body: JSON.stringify({models: script})});
    const file = path.join(folder, 'parley.yaml');
    const own = typeof settings === 'function' ? settings(simulatorUrl) : settings;
    const text = JSON.stringify(configuration(models, simulatorUrl, folder, own, {up: dialect, ...providers}), null, 1);  // JSON is YAML
    await writeFile(file, text, {mode: 0o600});
    const parley = start('serve', '--config', file);
    const urls = await parley.urlsOf('parley: listening', own.listeners?.length ?? 1);
    [adminUrl] = await parley.urlsOf('parley: admin', 1);
    const createKey = (...options) => createKeyIn(data, options);
    return {url: urls[0], urls, key, stop, simulatorUrl, createKey, simulatedCalls: () => simulatedCalls(simulatorUrl)};
  } catch (error) {
    for (const server of servers) server.kill();
    throw error;
  }
}

/** Any eight letters in a row betray a secret: it is random. */
async function searchForSecrets(servers, data) {
  const files = (await readdir(data, {recursive: true, withFileTypes: true})).filter(entry => entry.isFile());
  const places = [...servers.flatMap(server => [server.errors, server.lines.join('\n')].map(text => ['its output', text])),
                  ...await Promise.all(files.map(async file => [file.name, await readFile(path.join(file.parentPath, file.name), 'latin1')]))];
  for (const secret of [key, credential, awsKeys.secretAccessKey]) {
    for (let at = 0; at + 8 <= secret.length; ++at) {
      for (const [place, text] of places) assert.ok(!text.includes(secret.slice(at, at + 8)), `a piece of a secret is in ${place}`);
    }
  }
}

function configuration(models, simulatorUrl, folder, settings, dialects) {
  const providers = Object.entries(dialects).map(([name, dialect]) =>
      [name, {dialect, base_url: simulatorUrl + (dialect === 'openai' ? '/v1' : ''), region: 'us',
              ...(dialect === 'bedrock' ? awsSigning : {credential})}]);
  const targetOf = model => typeof model === 'object' ? model : model === 'nobody' ? {provider: 'nobody', model} : {provider: 'up', model};
  return {
    ...(settings.listeners ? {} : {listen: '127.0.0.1:0'}),
    admin_listen: '127.0.0.1:0',
    data: path.join(folder, 'data'),
    threads: 2,
    keys: [{name: 'test', secret: key}],
    providers: {
      ...Object.fromEntries(providers),
      // The discard port: nobody listens there, and an unprivileged process cannot begin to.
      nobody: {dialect: 'openai', base_url: 'http://127.0.0.1:9/v1', credential: 'sk-nobody', region: 'us'},
    },
    models: Object.entries(models).map(([id, model]) => ({id, targets: [targetOf(model)]})),
    drain: {grace: '0s', timeout: '5s'},
    ...settings,
    limits: {lateness_max: '0s', ...settings.limits},  // neighbours on a busy machine make everybody late
  };
}

/** A key that `parley keys create` makes, with such options. */
async function createKeyIn(data, options) {
  const {stdout} = await promisify(execFile)(binary, ['keys', 'create', '--name', `key-${randomBytes(4).toString('hex')}`, '--data', data, '--json', ...options]);
  return JSON.parse(stdout).key;
}

/** What the simulated upstream saw, oldest first. */
async function simulatedCalls(simulatorUrl) {
  return (await (await fetch(`${simulatorUrl}/sim/requests`)).json()).requests;
}

class Server {
  constructor(arguments_, folder) {
    this.name = arguments_[0];
    this.errors = '';
    this.child = spawn(binary, arguments_, {cwd: folder, stdio: ['ignore', 'pipe', 'pipe']});
    this.child.stderr.setEncoding('utf8').on('data', text => { this.errors += text; });
    this.ended = new Promise(resolve => {
      this.child.on('error', error => resolve(`could not be started: ${error.message}`));
      this.child.on('close', (status, signal) => resolve(`ended with status ${status ?? signal}`));
    });
    this.lines = [];
    this.waiting = () => {};
    createInterface({input: this.child.stdout}).on('line', line => { this.lines.push(line); this.waiting(); });
  }

  /** The URLs in the first lines `LABEL on http://HOST:PORT` on standard output, so many of them. */
  async urlsOf(label, count) {
    const said = new Promise(resolve => {
      this.waiting = () => {
        const lines = this.lines.filter(text => text.includes(`${label} on `));
        if (lines.length >= count) resolve(lines.slice(0, count).map(line => line.match(/ on (https?:\/\/\S+)/)[1]));
      };
      this.waiting();
    });
    const failed = Promise.race([this.ended, pause(startMsMax, 'took too long', {ref: false})]).then(why => {
      throw new Error(`parley ${this.name} ${why} before it said '${label} on ...'\n${this.errors}`);
    });
    failed.catch(() => {});
    return Promise.race([said, failed]);
  }

  async stop() {
    this.child.kill('SIGTERM');
    const how = await Promise.race([this.ended, pause(stopMsMax, 'was still running', {ref: false})]);
    assert.ok(how === 'ended with status 0' && !sanitizerWords.test(this.errors), `parley ${this.name} ${how}\n${this.errors}`);
  }

  kill() {
    this.child.kill('SIGKILL');
  }
}
