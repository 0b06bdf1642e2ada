drop index evidence_by_pairs, report_by_pairs, task_by_pairs, clause_by_pairs, measure_by_pairs;
drop function search_pairs(text);
drop table snapshot_task, snapshot;
