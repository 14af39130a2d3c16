// tests/bench/pouchdb/peer.mjs - the peer of `otmetka-bench exchange`: one replication of the facts
// from a PouchDB to an express-pouchdb in another process, over HTTP on 127.0.0.1. Timed is what
// lies between replicate() and its completion; filling the source and starting central are not.
// Nothing in it is durable: LevelDB answers at both ends without a flush, so a power cut can lose
// what was acknowledged, and there is neither TLS nor a signature.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { join, resolve, sep } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';

const HELP = `usage: node peer.mjs --facts FILE --batch N --dir WORKDIR

  --facts FILE    one fact a line, each a JSON object with its own string \`id\`
  --batch N       documents in one batch of the replication
  --dir WORKDIR   made if its parent exists; both databases live in a new folder in it, which is
                  removed at the end

Prints one line of JSON: facts, batch, seconds, facts_per_s, bytes_per_fact (what TCP carried, both
ways), node, pouchdb. Exits with 1 and says why on stderr if not every fact arrived.
`;
const HOST = '127.0.0.1';
const FILL_FACTS = 1000;  // a bulkDocs; small enough that a signal is heard between two

class Usage extends Error {}

function options() {
  const text = { type: 'string' };
  let values;
  try {
    ({ values } = parseArgs({
      options: { facts: text, batch: text, dir: text, central: text, help: { type: 'boolean' } },
    }));
  } catch (error) {
    throw new Usage(error.message);
  }
  if (values.help || values.central) return values;
  for (const name of ['facts', 'batch', 'dir'])
    if (!values[name]) throw new Usage(`--${name} is missing`);
  if (!/^[1-9][0-9]{0,8}$/.test(values.batch)) throw new Usage('--batch must be a positive number');
  return { facts: resolve(values.facts), batch: Number(values.batch), dir: resolve(values.dir) };
}

// Loaded late, so that --help works in a folder without modules.
async function load(name) {
  try {
    return (await import(name)).default;
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Error(`${name} is not installed: run \`npm ci\` in the folder of this file`);
  }
}

// Reads the facts as documents. `id` becomes `_id`, so that it does not travel twice.
function readFacts(path) {
  const lines = readFileSync(path, 'utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) throw new Error(`${path} holds no fact`);
  return lines.map((line, i) => {
    let fact;
    try {
      fact = JSON.parse(line);
    } catch (error) {
      throw new Error(`${path}, line ${i + 1}: ${error.message}`);
    }
    const { id, ...rest } = fact ?? {};
    if (typeof id !== 'string' || id === '')
      throw new Error(`${path}, line ${i + 1}: \`id\` must be a string`);
    return { _id: id, ...rest };
  });
}

async function fill(source, facts) {
  for (let from = 0; from < facts.length; from += FILL_FACTS) {
    const stored = await source.bulkDocs(facts.slice(from, from + FILL_FACTS));
    const bad = stored.find((row) => row.error);
    if (bad) throw new Error(`the source refused the fact ${bad.id}: ${bad.message}`);
  }
}

// Stands between the two and counts what TCP carries, both ways: HTTP with its headers, without the
// headers of IP and TCP and without empty acknowledgements. On a thread of its own: on that of the
// device it could pass nothing on while a batch is being prepared, and the peer would be slower.
async function startProxy(targetPort) {
  const counted = new BigInt64Array(new SharedArrayBuffer(8));
  const worker = new Worker(new URL(import.meta.url), { workerData: { targetPort, counted } });
  worker.on('error', fail);
  const [port] = await once(worker, 'message');
  return { port, bytes: () => Number(Atomics.load(counted, 0)) };
}

function proxy({ targetPort, counted }) {
  const pass = (from, to) => {
    from.on('data', (chunk) => Atomics.add(counted, 0, BigInt(chunk.length)));
    from.on('error', () => to.destroy());
    from.pipe(to);
  };
  const server = net.createServer({ noDelay: true }, (device) => {
    const central = net.connect({ host: HOST, port: targetPort, noDelay: true });
    pass(device, central);
    pass(central, device);
  });
  server.listen(0, HOST, () => parentPort.postMessage(server.address().port));
}

// The child: central, with the parts of express-pouchdb that a replication needs. This mode writes
// neither a config nor a log file; its databases lie under `dir`.
async function serve(dir) {
  // Central must not outlive the peer, not even one that was killed.
  process.on('disconnect', () => process.exit(0));
  const PouchDB = await load('pouchdb');
  const expressPouchDB = await load('express-pouchdb');
  const app = expressPouchDB({ mode: 'minimumForPouchDB' });
  await app.setPouchDB(PouchDB.defaults({ prefix: dir + sep }));
  const server = http.createServer(app);
  server.listen(0, HOST);
  await once(server, 'listening');
  process.send({ port: server.address().port });
}

class Run {
  constructor({ facts, batch, dir }) {
    this.path = facts;
    this.batch = batch;
    // One level only: a recursive mkdirSync never returns where the kernel answers ENOENT (/proc).
    if (!existsSync(dir)) mkdirSync(dir);
    this.dir = mkdtempSync(join(dir, 'run-'));
  }

  async measure() {
    const PouchDB = await load('pouchdb');
    const facts = readFacts(this.path);
    const source = new PouchDB(join(this.dir, 'device'));
    await fill(source, facts);

    const link = await startProxy(await this.startCentral());
    const target = new PouchDB(`http://${HOST}:${link.port}/facts`);
    await target.info();  // makes the database, which is no part of an exchange

    const bytesBefore = link.bytes();
    const begin = performance.now();
    const result = await PouchDB.replicate(source, target, { batch_size: this.batch });
    const seconds = (performance.now() - begin) / 1000;
    const bytes = link.bytes() - bytesBefore;

    const held = (await target.info()).doc_count;
    if (!result.ok || result.docs_written !== facts.length || held !== facts.length) {
      throw new Error(`of ${facts.length} facts ${result.docs_written} were written, central ` +
        `holds ${held}, ${result.doc_write_failures} failed: ${result.errors.join('; ')}`);
    }
    return {
      facts: facts.length,
      batch: this.batch,
      seconds: Number(seconds.toFixed(6)),
      facts_per_s: Number((facts.length / seconds).toFixed(1)),
      bytes_per_fact: Number((bytes / facts.length).toFixed(1)),
      node: process.version,
      pouchdb: PouchDB.version,
    };
  }

  // A process of its own, so that each end can have a core, as they do between two machines.
  async startCentral() {
    const dir = join(this.dir, 'central');
    mkdirSync(dir);
    // Its stdout is our stderr: ours carries the one line of JSON.
    this.central = fork(fileURLToPath(import.meta.url), ['--central', dir],
      { cwd: dir, execArgv: [], stdio: ['ignore', 2, 2, 'ipc'] });
    this.centralGone = once(this.central, 'exit');
    // Whoever waits for an answer of a central that is gone would wait in vain.
    this.centralGone.then(([code, signal]) => {
      if (!this.stopping) fail(new Error(`central ended by itself: ${signal ?? `code ${code}`}`));
    });
    const [{ port }] = await once(this.central, 'message');
    return port;
  }

  async stop() {
    this.stopping = true;
    if (this.central) {
      this.central.kill('SIGKILL');  // it holds nothing worth keeping
      await this.centralGone;
    }
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

let run;
let failed = false;

async function fail(error) {
  if (failed) return;
  failed = true;
  console.error(`peer.mjs: ${error.message ?? error}`);
  if (error instanceof Usage) console.error(`\n${HELP}`);
  try {
    await run?.stop();
  } finally {
    process.exit(1);
  }
}

async function main() {
  const wanted = options();
  if (wanted.help) return process.stdout.write(HELP);
  if (wanted.central) return serve(wanted.central);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'])
    process.on(signal, () => fail(new Error(`ended by ${signal}`)));
  run = new Run(wanted);
  const figures = await run.measure();
  if (failed) return;
  await run.stop();
  if (failed) return;
  // Both databases are still open here, so the process would not end by itself.
  process.stdout.write(`${JSON.stringify(figures)}\n`, () => process.exit(0));
}

if (isMainThread) {
  process.on('uncaughtException', fail);
  main().catch(fail);
} else {
  proxy(workerData);
}
