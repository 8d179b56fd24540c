/** The project's settings about recordings, and what the recordings take. */
import { useQuery } from '@tanstack/react-query'
import { Section } from '../../../../components/form'
import { Loaded, Skeleton } from '../../../../components/states'
import { useProject } from '../../../../project'
import { projectQuery } from '../../../workspace/settings/api'
import { SettingField } from '../../../workspace/settings/project-fields'
import { RECORDING_SETTINGS } from '../../../workspace/settings/project-settings'

export function SettingsTab() {
  const query = useQuery(projectQuery(useProject().id))
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <Loaded query={query} skeleton={<Skeleton rows={8} />}>
        {(project) => (
          <Section title="Recording" lead="Pages follow these settings when they are loaded next.">
            {RECORDING_SETTINGS.map((setting) => (
              <SettingField key={setting.field} setting={setting} project={project} />
            ))}
          </Section>
        )}
      </Loaded>
    </div>
  )
}
