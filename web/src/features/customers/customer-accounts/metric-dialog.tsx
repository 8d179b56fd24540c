/** Creates, edits or deletes a usage metric. */

import { eventName, propertyName } from '@hedgerow/shared/query/names'
import { useState } from 'react'
import { useChanges } from '../../../changes'
import { Button, Field, Select } from '../../../components/controls'
import { Dialog } from '../../../components/dialog'
import { EventPicker } from '../../analytics/query/event-picker'
import { PropertyPicker } from '../../analytics/query/property-picker'
import { createMetric, deleteMetric, type Metric, type MetricBody, updateMetric } from './metrics'

interface Props {
  projectId: number
  groupType: number
  metric?: Metric
  onClose: () => void
  onDone: (metric: Metric) => void
}

interface Entity {
  id: string | number | null
  name: string
  type: 'events' | 'actions'
}

export function MetricDialog({ projectId, groupType, metric, onClose, onDone }: Props) {
  const { run, isBusy } = useChanges()
  const filters = (metric?.filters ?? {}) as { events?: Entity[]; actions?: Entity[] }
  const [name, setName] = useState(metric?.name ?? '')
  const [entities, setEntities] = useState<Entity[]>(() => [
    ...(filters.events ?? []).map((each) => ({ ...each, type: 'events' as const })),
    ...(filters.actions ?? []).map((each) => ({ ...each, type: 'actions' as const })),
  ])
  const [math, setMath] = useState(metric?.math ?? 'count')
  const [property, setProperty] = useState(metric?.math_property ?? '')
  const [format, setFormat] = useState(metric?.format ?? 'numeric')
  const [interval, setInterval] = useState(String(metric?.interval ?? 7))
  const [display, setDisplay] = useState(metric?.display ?? 'sparkline')
  const days = Number(interval)
  const body: MetricBody = {
    name: name.trim(),
    format: format as 'numeric',
    interval: days,
    display: display as 'number',
    math: math as 'count',
    math_property: math === 'sum' ? property : null,
    filters: {
      ...filters,
      events: entities.filter(({ type }) => type === 'events'),
      actions: entities.filter(({ type }) => type === 'actions'),
    },
  }
  const isWhole =
    name.trim() !== '' &&
    entities.length > 0 &&
    Number.isInteger(days) &&
    days >= 1 &&
    days <= 365 &&
    (math === 'count' || property !== '')
  const save = async () => {
    const saved = await run(
      () => (metric ? updateMetric(projectId, groupType, metric.id, body) : createMetric(projectId, groupType, body)),
      'Metric saved',
    )
    if (saved) onDone(saved)
  }
  const remove = async () => {
    onClose()
    await run(
      () => deleteMetric(projectId, groupType, metric!.id),
      'Metric deleted',
      () => void run(() => createMetric(projectId, groupType, body), 'Metric restored'),
    )
  }
  return (
    <Dialog
      title={metric ? 'Usage metric' : 'New usage metric'}
      action="Save"
      isBusy={isBusy}
      isDisabled={!isWhole}
      onClose={onClose}
      onAction={() => void save()}
    >
      <Field
        label="Name"
        value={name}
        maxLength={255}
        onChange={(event) => setName(event.target.value)}
        autoFocus
        required
      />
      <div className="flex flex-col gap-1">
        <span className="font-medium">Events that count</span>
        <div className="flex flex-wrap gap-2">
          {entities.map((entity) => (
            <Button
              key={`${entity.type}:${entity.id}`}
              aria-label={`Remove ${entity.name}`}
              onClick={() => setEntities(entities.filter((each) => each !== entity))}
            >
              {entity.type === 'events' ? eventName(entity.name) : entity.name} ×
            </Button>
          ))}
          <EventPicker
            projectId={projectId}
            label="Event"
            value={entities.length === 0 ? 'Choose an event' : 'or …'}
            hasAll={false}
            onChoose={(chosen) => {
              const entity: Entity =
                'action' in chosen
                  ? { id: chosen.action, name: chosen.name, type: 'actions' }
                  : { id: chosen.event, name: chosen.event ?? 'All events', type: 'events' }
              if (!entities.some(({ id, type }) => id === entity.id && type === entity.type))
                setEntities([...entities, entity])
            }}
          />
        </div>
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          label="Number"
          value={math}
          onChange={(event) => setMath(event.target.value)}
          options={[
            { value: 'count', label: 'Number of events' },
            { value: 'sum', label: 'Sum of a property' },
          ]}
        />
        {math === 'sum' && (
          <div className="flex flex-col gap-1">
            <span className="font-medium">Property</span>
            <PropertyPicker
              projectId={projectId}
              label="Property"
              types={['event']}
              isNumerical
              events={entities.filter(({ type }) => type === 'events').map(({ id }) => String(id))}
              trigger={property === '' ? 'Choose a property' : propertyName(property)}
              onChoose={({ key }) => setProperty(key)}
            />
          </div>
        )}
        <Field
          label="Days"
          hint="Compared with the same number of days before."
          type="number"
          min={1}
          max={365}
          value={interval}
          onChange={(event) => setInterval(event.target.value)}
        />
        <Select
          label="Format"
          value={format}
          onChange={(event) => setFormat(event.target.value)}
          options={[
            { value: 'numeric', label: 'Number' },
            { value: 'currency', label: 'Currency' },
          ]}
        />
        <Select
          label="Shown"
          value={display}
          onChange={(event) => setDisplay(event.target.value)}
          options={[
            { value: 'sparkline', label: 'With a daily line' },
            { value: 'number', label: 'As a number only' },
          ]}
        />
      </div>
      {metric && (
        <div>
          <Button look="bare" onClick={() => void remove()}>
            Delete this metric
          </Button>
        </div>
      )}
    </Dialog>
  )
}
