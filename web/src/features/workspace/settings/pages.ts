/** Every settings page, by subject. */
export const SETTINGS = [
  {
    title: 'You',
    pages: [
      { to: '/settings/profile', label: 'Profile' },
      { to: '/settings/security', label: 'Security' },
      { to: '/settings/keys', label: 'API keys' },
      { to: '/settings/notifications', label: 'Notifications' },
    ],
  },
  {
    title: 'Organization',
    pages: [
      { to: '/settings/organization', label: 'General' },
      { to: '/settings/members', label: 'Members' },
      { to: '/settings/roles', label: 'Roles' },
      { to: '/settings/projects', label: 'Projects' },
    ],
  },
  {
    title: 'Project',
    pages: [
      { to: '/settings/project', label: 'General' },
      { to: '/settings/access', label: 'Access' },
      { to: '/settings/tags', label: 'Tags' },
      { to: '/settings/integrations', label: 'Integrations' },
      { to: '/settings/shared', label: 'Shared links' },
      { to: '/settings/exports', label: 'Exports' },
    ],
  },
] as const
