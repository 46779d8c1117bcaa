// Which error class of the official client each failure becomes, and what it says.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import OpenAI from 'openai';
import {readEvents} from './chunk_contract.mjs';
import {clientOf, post, say} from './client.mjs';
import {startGateway} from './gateway.mjs';

const {AuthenticationError, BadRequestError, InternalServerError, NotFoundError, RateLimitError} = OpenAI;

// A provider's fault, and the statuses that tell it to the caller.
const providerFaults = {
  'sim/fixed?status=500': [502],
  'sim/fixed?status=503': [502, 503],
  'sim/fixed?status=529': [502, 503],
  'sim/fixed?status=401': [502],  // our credential: never the caller's 401
  'sim/fixed?status=403': [502],
  'sim/fixed?status=404': [502],
  'sim/fixed?status=500&body=html': [502],
  'sim/fixed?html': [502],
  'sim/fixed?empty': [502],
  'sim/fixed?garbage': [502],
  'sim/words-30?malformed=1': [502],
  'sim/fixed?cut=headers': [502, 503],
  'sim/fixed?reset=headers': [502, 503],
  'sim/fixed?hang=headers': [504],
  nobody: [502, 503],
};
// Faults after the first chunk: the stream has begun, so its end has to tell.
const faultsInStream = ['cut=5', 'reset=5', 'malformed=5', 'error_in_stream=5', 'hang=5', 'no_finish&no_done'];

const names = new Map();  // model of the simulator -> public id
const nameOf = model => names.get(model);

let gateway;
let client;
before(async () => {
  const limited = 'sim/fixed?status=429&retry_after=2';
  const refused = 'sim/fixed?status=400';
  const compressed = 'sim/fixed?status=400&gzip';
  const streams = faultsInStream.map(fault => `sim/words-30?${fault}`);
  [...Object.keys(providerFaults), ...streams, limited, refused, compressed].forEach((model, i) => names.set(model, `fault-${i}`));
  const models = Object.fromEntries([...names].map(([model, id]) => [id, model]));
  gateway = await startGateway({echo: 'sim/echo', limited, refused, compressed, ...models},
                               {routing: {connect_timeout: '2s', first_chunk_timeout: '2s', idle_timeout: '1s'}});
  client = clientOf(gateway);
});
after(() => gateway.stop());

async function failureOf(promise) {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof OpenAI.APIError, error.stack);
    return error;
  }
  return assert.fail('the call succeeded');
}

function chat(model, more = {}) {
  return client.chat.completions.create({model, messages: say('hello'), ...more});
}

/** The body that every client family can read: flat for one, nested for the other. */
async function checkBody(answer) {
  assert.match(answer.headers.get('content-type'), /^application\/json/);
  const body = await answer.json();
  assert.equal(body.code, answer.status);
  assert.equal(body.request_id, answer.headers.get('x-request-id'));
  assert.ok(body.message.length > 0);
  assert.ok(body.error.message.startsWith(body.message), 'the nested message may go on with the problems');
  assert.deepEqual(['code', 'message', 'param', 'type'].filter(name => !(name in body.error)), []);
  return body;
}

test('a wrong key is an AuthenticationError', async () => {
  for (const apiKey of ['wrong-key-0123456789', `${gateway.key}x`, gateway.key.slice(0, -1), gateway.key.toUpperCase()]) {
    const error = await failureOf(clientOf(gateway, {apiKey}).chat.completions.create({model: 'echo', messages: say('x')}));
    assert.ok(error instanceof AuthenticationError);
    assert.equal(error.status, 401);
    assert.match(error.requestID, /^[0-9a-f-]{36}$/);
    assert.ok(!error.message.includes(apiKey));
  }
});

test('a missing key is a 401 with both envelopes', async () => {
  const answer = await fetch(`${gateway.url}/v1/chat/completions`, {method: 'POST', body: '{}'});
  assert.equal(answer.status, 401);
  const body = await answer.json();
  assert.equal(body.status, 'error');
  assert.ok(body.message.length > 0);
  assert.equal(body.error.type, 'authentication_error');
  assert.equal(body.request_id, answer.headers.get('x-request-id'));
});

test('an unknown model is a BadRequestError', async () => {
  const error = await failureOf(chat('no-such-model'));
  assert.ok(error instanceof BadRequestError);
  assert.equal(error.code, 'model_not_found');
  assert.equal(error.type, 'invalid_request_error');
});

test('an unknown model looked up by id is a NotFoundError', async () => {
  assert.ok(await failureOf(client.models.retrieve('no-such-model')) instanceof NotFoundError);
});

test('bad fields are a BadRequestError that names them', async () => {
  const table = {
    messages: {messages: 'hello'},
    temperature: {temperature: 'warm'},
    stream: {stream: 'yes'},
    max_tokens: {max_tokens: 0},
    stream_options: {stream_options: {include_usage: true}},
    n: {n: 3},
  };
  for (const [field, more] of Object.entries(table)) {
    const answer = await post(gateway, {model: 'echo', messages: say('hello'), ...more});
    assert.equal(answer.status, 400, field);
    const body = await checkBody(answer);
    assert.ok(JSON.stringify(body.metadata.errors ?? body.message).includes(field), `${field}: ${JSON.stringify(body)}`);
  }
  assert.ok(await failureOf(chat('echo', {temperature: 'warm'})) instanceof BadRequestError);
});

test('the client is told which field is wrong, where it is one', async () => {
  const table = [
    [{temperature: 'warm'}, 'temperature'],
    [{messages: [{role: 'owner', content: 'x'}]}, 'messages[0].role'],
    [{model: 'no-such-model'}, 'model'],
    [{temperature: 'warm', n: 2}, null],
  ];
  for (const [more, param] of table) assert.equal((await failureOf(chat('echo', more))).param, param);
  assert.equal((await failureOf(chat('limited'))).param, null);
  assert.equal((await failureOf(client.models.retrieve('no-such-model'))).param, 'model');
});

test('a body that is not JSON is a 400', async () => {
  for (const body of ['', 'null', '[]', '"x"', '{"model":"echo"', '{"model":"echo",}', '{} {}', "{'model':'echo'}",
                      '{"model":"echo","model":"echo","messages":[]}', '['.repeat(100_000)]) {
    const answer = await post(gateway, body);
    assert.equal(answer.status, 400, body.slice(0, 50));
    await checkBody(answer);
  }
});

test('a provider\'s refusal of the request stays a BadRequestError', async () => {
  assert.ok(await failureOf(chat('refused')) instanceof BadRequestError);
});

test('a compressed refusal is read like any other', async () => {
  const [plain, compressed] = [await failureOf(chat('refused')), await failureOf(chat('compressed'))];
  assert.ok(compressed instanceof BadRequestError);
  assert.equal(compressed.message, plain.message);
  const streamed = await failureOf(chat('compressed', {stream: true}));
  assert.equal(streamed.message, plain.message);
});

test('each class says what happened, and in which request', async () => {
  const table = [
    [() => chat('no-such-model'), '400 invalid request body: model no-such-model is not supported'],
    [() => chat('echo', {messages: []}), '400 invalid request body: one of messages or prompt required'],
    [() => chat('refused'), '400 invalid request body: Invalid request.'],
    [() => clientOf(gateway, {apiKey: 'wrong'}).chat.completions.create({model: 'echo', messages: say('hi')}),
     '401 Authentication error, API token missing/invalid'],
    [() => client.models.retrieve('no-such-model'), '404 the model does not exist on this host'],
    [() => client.responses.create({model: 'echo', input: 'hi'}), '404 no such path'],
    [() => chat('limited'), '429 too many requests for this action: Rate limit reached for requests.'],
    [() => chat(nameOf('sim/fixed?status=500')),
     '502 upstream provider error: The server had an error while processing your request.'],
    [() => chat(nameOf('sim/fixed?status=503')),
     '503 upstream provider unavailable: The engine is currently overloaded, please try again later.'],
    [() => chat(nameOf('nobody')), '503 upstream provider unavailable: the provider refused the connection'],
    [() => chat(nameOf('sim/fixed?reset=headers')),
     '503 upstream provider unavailable: the provider closed the connection without an answer'],
    [() => chat(nameOf('sim/fixed?garbage')), "502 upstream provider error: the provider's answer is not valid HTTP"],
    [() => chat(nameOf('sim/fixed?hang=headers')), '504 upstream provider timeout: the provider did not answer in time'],
  ];
  for (const [call, words] of table) {
    const error = await failureOf(call());
    assert.equal(error.message, words);
    assert.match(error.requestID, /^[0-9a-f-]{36}$/, error.message);
  }
});

test('a provider\'s rate limit is a RateLimitError with its retry-after', async () => {
  const error = await failureOf(chat('limited'));
  assert.ok(error instanceof RateLimitError);
  assert.equal(error.headers.get('retry-after'), '2');
});

for (const [model, statuses] of Object.entries(providerFaults)) {
  for (const stream of [false, true]) {
    test(`${model}, ${stream ? 'streamed' : 'whole'}, is an InternalServerError`, async () => {
      const error = await failureOf(chat(nameOf(model), {stream}));
      assert.ok(error instanceof InternalServerError, `${error}`);
      assert.ok(statuses.includes(error.status), `${error.status}`);
      const answer = await post(gateway, {model: nameOf(model), messages: say('hello'), stream});
      const body = await checkBody(answer);
      assert.ok(!JSON.stringify(body).includes('sk-'), 'no credential in an error');
    });
  }
}

for (const fault of faultsInStream) {
  test(`${fault} in a stream is told, not hidden`, async () => {
    const model = nameOf(`sim/words-30?${fault}`);
    let chunks = 0;
    await assert.rejects(async () => {
      for await (const chunk of await chat(model, {stream: true})) chunks += chunk.choices.length;
    }, OpenAI.APIError);
    assert.ok(chunks > 0, 'what came before the fault was delivered');

    const events = readEvents(await (await post(gateway, {model, messages: say('go'), stream: true})).text());
    const last = JSON.parse(events.pop());
    assert.ok(last.error.message.length > 0);
    assert.match(last.request_id, /^[0-9a-f-]{36}$/);
    for (const event of events) {
      assert.notEqual(event, '[DONE]');
      assert.equal(JSON.parse(event).choices[0].finish_reason, null);
    }
  });
}
