// The official client, pointed at a gateway: base URL and key, nothing else.
import OpenAI from 'openai';

/** maxRetries 0: one call is one request, so that a test sees the first answer. */
export function clientOf(gateway, options = {}) {
  return new OpenAI({baseURL: `${gateway.url}/v1`, apiKey: gateway.key, maxRetries: 0, ...options});
}

export function say(text) {
  return [{role: 'user', content: text}];
}

/** A request without the client, for what a client library hides. */
export function post(gateway, body, headers = {}) {
  return fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: {authorization: `Bearer ${gateway.key}`, 'content-type': 'application/json', ...headers},
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

export const weatherTool = {
  type: 'function',
  function: {
    name: 'look_up_weather',
    description: 'The weather in a city.',
    parameters: {
      type: 'object',
      properties: {city: {type: 'string'}, days: {type: 'integer'}},
      required: ['city', 'days'],
      additionalProperties: false,
    },
  },
};
