/** A schedule in words, with its next date. */
import { scheduleSentence } from '@hedgerow/shared/schedule'
import { useQuery } from '@tanstack/react-query'
import { Loaded } from '../../../components/states'
import { useProject } from '../../../project'
import { previewQuery, type Subject } from './api'
import { type Draft, localScheduleOf, scheduleBody, subjectBody } from './draft'
import { endOf, longDate } from './words'

interface Props {
  draft: Draft
  subject: Subject
  insights: readonly number[]
}

export function ScheduleLine({ draft, subject, insights }: Props) {
  const { id, timezone } = useProject()
  const schedule = scheduleBody(draft, timezone)
  const query = useQuery(previewQuery(id, { ...subjectBody(subject, insights), ...schedule }, false))
  const { until_date: until, count } = schedule
  return (
    <div role="status" className="rounded-md bg-raised px-3 py-2 text-[13px]">
      <p className="font-medium">
        {scheduleSentence(localScheduleOf(draft))} ({timezone}){endOf({ until, count }, timezone)}
      </p>
      <Loaded query={query} skeleton={<p className="text-muted">Next on …</p>}>
        {({ next_delivery_date: next }) =>
          next === null ? (
            <p className="text-danger">This schedule has no further date. Choose a later end, or another start.</p>
          ) : (
            <p className="text-muted">
              Next on {longDate(next, timezone)}. Reports go out up to 15 minutes before their time.
            </p>
          )
        }
      </Loaded>
    </div>
  )
}
