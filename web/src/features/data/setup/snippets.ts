/** How to send the first event, by language, with the project's own token and this server's own address. */

export interface Snippet {
  id: string
  label: string
  steps: { title: string; code: string }[]
}

export function snippets(host: string, token: string): Snippet[] {
  return [
    {
      id: 'web',
      label: 'Website',
      steps: [
        {
          title: 'Paste this into the <head> of every page',
          code: `<script src="${host}/array/${token}/array.js" crossorigin="anonymous"></script>
<script>
  posthog.init('${token}', {
    api_host: '${host}',
    person_profiles: 'identified_only',
  })
</script>`,
        },
      ],
    },
    {
      id: 'js',
      label: 'JavaScript',
      steps: [
        { title: 'Install', code: 'npm install posthog-js' },
        {
          title: 'Start it once',
          code: `import posthog from 'posthog-js'

posthog.init('${token}', {
  api_host: '${host}',
  person_profiles: 'identified_only',
})

posthog.capture('signed up', { plan: 'pro' })`,
        },
      ],
    },
    {
      id: 'node',
      label: 'Node.js',
      steps: [
        { title: 'Install', code: 'npm install posthog-node' },
        {
          title: 'Send an event',
          code: `import { PostHog } from 'posthog-node'

const client = new PostHog('${token}', { host: '${host}' })

client.capture({ distinctId: 'user-1', event: 'signed up', properties: { plan: 'pro' } })
await client.shutdown()`,
        },
      ],
    },
    {
      id: 'python',
      label: 'Python',
      steps: [
        { title: 'Install', code: 'pip install posthog' },
        {
          title: 'Send an event',
          code: `from posthog import Posthog

client = Posthog('${token}', host='${host}')

client.capture('signed up', distinct_id='user-1', properties={'plan': 'pro'})
client.shutdown()`,
        },
      ],
    },
    {
      id: 'http',
      label: 'HTTP',
      steps: [
        {
          title: 'Send an event',
          code: `curl ${host}/capture/ \\
  -H 'Content-Type: application/json' \\
  -d '{"api_key": "${token}", "event": "signed up", "distinct_id": "user-1", "properties": {"plan": "pro"}}'`,
        },
      ],
    },
  ]
}
