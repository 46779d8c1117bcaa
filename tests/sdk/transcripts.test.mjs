// AssemblyAI's official Node client, for transcripts too: its base URLs point at Parley, which hands audio on to a simulated
// speech-to-text service and keeps what it is given.
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {after, before, test} from 'node:test';

import {AssemblyAI} from 'assemblyai';
import OpenAI from 'openai';
import {startGateway} from './gateway.mjs';

const said = 'Harbour clinic, how can I help? Hi, I need to move my visit.';

let gateway;
let client;
before(async () => {
  gateway = await startGateway({echo: 'sim/echo', smart: 'sim/scripted'}, simulatorUrl => ({
    understanding: {model: 'smart'},
    speech_to_text: [{region: 'us', base_url: simulatorUrl, credential: 'speech-0123456789'}],
  }));
  client = new AssemblyAI({apiKey: gateway.key, baseUrl: gateway.url, llmGatewayBaseUrl: `${gateway.url}/`});
});
after(() => gateway.stop());

async function chatAbout(transcript_id, more = {}) {
  const answer = await client.llmGateway.chatCompletions({
    model: 'echo', transcript_id, messages: [{role: 'user', content: 'Sum up: {{ transcript }}'}], ...more});
  return answer.choices[0].message.content;
}

test('audio is transcribed, polled and talked about', async () => {
  const transcript = await client.transcripts.transcribe({audio: Buffer.from('RIFF....WAVE'), speaker_labels: true}, {pollingInterval: 50});
  assert.equal(transcript.status, 'completed');
  assert.equal(transcript.text, said);
  assert.deepEqual(transcript.utterances.map(utterance => utterance.speaker), ['A', 'B']);
  assert.equal(await chatAbout(transcript.id), `Sum up: ${said}`);
  assert.equal(await chatAbout(transcript.id, {transcript_format: 'speakers'}),
               'Sum up: Speaker A: Harbour clinic, how can I help?\nSpeaker B: Hi, I need to move my visit.');
});

test('a transcript can be fetched and deleted', async () => {
  const made = await client.transcripts.submit({audio_url: 'https://example.com/call.wav'});
  assert.equal((await client.transcripts.get(made.id)).id, made.id);
  assert.equal((await client.transcripts.delete(made.id)).text, 'Deleted by user.');
  const error = await chatAbout(made.id).then(() => assert.fail('the call succeeded'), reason => reason);
  assert.equal(error.name, 'LlmGatewayError');
  assert.match(error.message, /transcript deleted/);
});

test('transcripts are listed, and the pages turned', async () => {
  const made = [];
  for (let count = 0; count < 5; ++count) made.unshift((await client.transcripts.submit({audio_url: `https://example.com/${count}.wav`})).id);
  const first = await client.transcripts.list({limit: 2, status: undefined, after_id: undefined});
  assert.deepEqual(first.transcripts.map(({id}) => id), made.slice(0, 2));
  assert.equal(first.page_details.limit, 2);
  assert.equal(first.page_details.result_count, 2);
  assert.equal(first.page_details.next_url, null, 'nothing is newer');
  const {created, completed, status, error, resource_url: resource} = first.transcripts[0];
  assert.ok(created instanceof Date && !Number.isNaN(created.getTime()));
  assert.deepEqual([completed, status, error, resource], [null, 'queued', null, `/v2/transcript/${made[0]}`]);

  const second = await client.transcripts.list(first.page_details.prev_url);
  assert.deepEqual(second.transcripts.map(({id}) => id), made.slice(2, 4));
  const back = await client.transcripts.list(second.page_details.next_url);
  assert.deepEqual(back.transcripts.map(({id}) => id), made.slice(0, 2));

  await client.transcripts.waitUntilReady(made[0], {pollingInterval: 20});
  const done = await client.transcripts.list({status: 'completed', limit: 1});
  assert.equal(done.transcripts[0].id, made[0], 'how far it is was seen when it was asked for');
  assert.ok(done.transcripts[0].completed >= created);
  await client.transcripts.delete(made[1]);
  const [gone] = (await client.transcripts.list({limit: 1, before_id: made[0]})).transcripts;
  assert.deepEqual([gone.id, gone.audio_url], [made[1], 'http://deleted_by_user']);
  let pages = 0;
  for (let url = '/v2/transcript?limit=2'; url; ++pages) url = (await client.transcripts.list(url)).page_details.prev_url;
  assert.ok(pages >= 3 && pages < 20, 'there is an end');
  await assert.rejects(client.transcripts.list({limit: 0.5, created_on: 'today'}),
                       /limit must be a number from 1 to 200; created_on must be a day, such as 2026-11-30/);
});

test('sentences, paragraphs and subtitles are made of a transcript', async () => {
  const made = await client.transcripts.transcribe({audio_url: 'https://example.com/call.wav', speaker_labels: true}, {pollingInterval: 50});
  const {id, sentences} = await client.transcripts.sentences(made.id);
  assert.equal(id, made.id);
  assert.deepEqual(sentences.map(({text, start, end, speaker}) => ({text, start, end, speaker})), [
    {text: 'Harbour clinic, how can I help?', start: 240, end: 4640, speaker: 'A'},
    {text: 'Hi, I need to move my visit.', start: 4100, end: 6020, speaker: 'B'}]);
  const {paragraphs} = await client.transcripts.paragraphs(made.id);
  assert.equal(paragraphs.map(({text}) => text).join(' '), said);
  assert.match(await client.transcripts.subtitles(made.id), /^1\n00:00:00,240 --> 00:00:04,640\nHarbour clinic, how can I help\?\n\n2\n/);
  assert.match(await client.transcripts.subtitles(made.id, 'vtt', 40), /^WEBVTT\n\n00:00:00\.240 --> /);
  await assert.rejects(client.transcripts.subtitles(made.id, 'vtt', 1), /chars_per_caption must be a number from 16 to 4096/);
  await assert.rejects(client.transcripts.sentences('nobody-knows'), /transcript not found/);
  const queued = await client.transcripts.submit({audio_url: 'https://example.com/call.wav'});
  await assert.rejects(client.transcripts.paragraphs(queued.id), /transcript is not completed \(status: queued\)/);
});

test('redacted audio is where the service says', async () => {
  const made = await client.transcripts.submit({audio_url: 'https://example.com/call.wav', redact_pii: true, redact_pii_audio: true});
  await assert.rejects(client.transcripts.redactedAudio(made.id), /not ready yet/);
  await client.transcripts.waitUntilReady(made.id, {pollingInterval: 20});
  assert.deepEqual(await client.transcripts.redactedAudio(made.id),
                   {redacted_audio_url: `https://cdn.simulated.invalid/redacted/${made.id}`, status: 'redacted_audio_ready'});
  await fetch(`${gateway.url}/v2/transcript/handed-in`, {method: 'PUT', headers: {authorization: gateway.key}, body: '{"text":"hi"}'});
  await assert.rejects(client.transcripts.redactedAudio('handed-in'), /there is no audio of it/);
  await assert.rejects(client.transcripts.redactedAudio('nobody-knows'), /transcript not found/);
  await client.transcripts.delete(made.id);
  await assert.rejects(client.transcripts.redactedAudio(made.id), /transcript deleted/);
});

test('words and short phrases are found where they were said', async () => {
  const body = await readFile(new URL('../golden/transcripts/support_call/transcript.json', import.meta.url), 'utf8');
  const kept = await fetch(`${gateway.url}/v2/transcript/searched`, {method: 'PUT', headers: {authorization: gateway.key}, body});
  const {words, utterances} = await kept.json();
  const spoken = words ?? utterances.flatMap(utterance => utterance.words).sort((one, other) => one.start - other.start);
  const found = await client.transcripts.wordSearch('searched', ['how can i help', 'harbour', 'nobody']);
  assert.equal(found.id, 'searched');
  assert.deepEqual(found.matches.map(({text}) => text), ['how can i help', 'harbour'], 'in the order of the question, those that were said');
  assert.equal(found.total_count, found.matches.reduce((sum, {count}) => sum + count, 0));
  const [phrase, word] = found.matches;
  assert.deepEqual(phrase.timestamps, [[spoken[phrase.indexes[0]].start, spoken[phrase.indexes[0] + 3].end]]);
  assert.ok(word.indexes.length > 0 && word.indexes.every(index => /^harbour/i.test(spoken[index].text)));
  await assert.rejects(client.transcripts.wordSearch('searched', []), /words is required/);
  await assert.rejects(client.transcripts.wordSearch('searched', ['one two three four five six']), /a phrase of more than 5 words/);
  await assert.rejects(client.transcripts.wordSearch('nobody-knows', ['a']), /transcript not found/);
});

test('what is not there is told in the form that the client reads', async () => {
  await assert.rejects(client.transcripts.get('nobody-knows'), /transcript not found/);
  await assert.rejects(client.transcripts.get('../models'), error => error instanceof Error);
});

test('a transcript is translated and its speakers are told apart by name', async () => {
  const say = answer => JSON.stringify(answer);
  const answers = [
    {when: 'Translate', say: say({lines: [{line: 1, text: 'Clínica Harbour, dígame.'}, {line: 2, text: 'Hola.'}]})},
    {when: 'Find out', say: say({speakers: [{label: 'A', value: 'Agent'}, {label: 'B', value: 'unknown'}]})},
  ];
  await fetch(`${gateway.simulatorUrl}/sim/script`, {method: 'POST', body: JSON.stringify({models: {}, answers})});
  const request = {
    translation: {target_languages: ['es'], match_original_utterance: true},
    speaker_identification: {speaker_type: 'role', speakers: [{role: 'Agent', description: 'answers for the clinic'}, {role: 'Caller'}]},
  };
  const body = {transcript_id: 'call-1', speech_understanding: {request}};
  await client.llmGateway.validateUnderstanding(body);
  const found = await client.llmGateway.understanding(body);
  assert.match(found.request_id, /^[0-9a-f-]{36}$/);
  assert.equal(found.speech_understanding.response.translation.status, 'success');
  assert.deepEqual(found.speech_understanding.response.speaker_identification.mapping, {A: 'Agent'});
  assert.deepEqual(found.utterances.map(utterance => [utterance.speaker, utterance.translated_texts.es]),
                   [['Agent', 'Clínica Harbour, dígame.'], ['B', 'Hola.']]);
  assert.deepEqual(found.translated_texts, {es: 'Clínica Harbour, dígame. Hola.'});
});

test('a summary, what is to be done and formatting are asked for in one call, and a bad answer is asked for once more', async () => {
  const say = answer => JSON.stringify(answer);
  const answers = [
    {when: 'Sum up', say: ['nothing to see', say({summary: [{headline: 'A visit', text: 'A visit is moved.', first_line: 1, last_line: 2}]})]},
    {when: 'List what', say: say({items: [{action_item: 'Move the visit', quote: 'I need to move my visit'}]})},
  ];
  await fetch(`${gateway.simulatorUrl}/sim/script`, {method: 'POST', body: JSON.stringify({models: {}, answers})});
  const request = {summarization: {summary_type: 'bullets'}, action_items: {}, custom_formatting: {date: 'yyyy-mm-dd'}};
  const found = await client.llmGateway.understanding({transcript_id: 'call-2', speech_understanding: {request}});
  const {summarization, action_items: actions, custom_formatting: formatting} = found.speech_understanding.response;
  assert.deepEqual(summarization.summary, [{headline: 'A visit', text: 'A visit is moved.', start: 240, end: 6020}]);
  assert.deepEqual(actions.items, [{action_item: 'Move the visit', quote: 'I need to move my visit', timestamp: 4100}]);
  assert.deepEqual([formatting.status, formatting.formatted_text], ['success', said], 'there is no date');
});

test('what is wrong with a wish is told in the form that the client reads', async () => {
  const body = {transcript_id: 'call-1', speech_understanding: {request: {summarization: {summary_type: 'poem'}}}};
  for (const ask of ['understanding', 'validateUnderstanding']) {
    const error = await client.llmGateway[ask](body).then(() => assert.fail('the call succeeded'), reason => reason);
    assert.equal(error.name, 'LlmGatewayError');
    assert.match(`${error.message} ${error.errors}`, /summarization.summary_type must be paragraph or bullets/);
  }
});

test('OpenAI\'s client names a transcript by one more field', async () => {
  const openai = new OpenAI({baseURL: `${gateway.url}/v1`, apiKey: gateway.key, maxRetries: 0});
  const stream = await openai.chat.completions.create({
    model: 'echo', stream: true, transcript_id: 'call-1', messages: [{role: 'user', content: '{{ transcript }}'}]});
  let text = '';
  for await (const chunk of stream) text += chunk.choices[0]?.delta?.content ?? '';
  assert.equal(text, said);
});
