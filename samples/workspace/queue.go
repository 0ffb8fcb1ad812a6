// Package queue holds jobs until somebody takes them.
package queue

import "sync"

// Job is a piece of work with a name.
type Job struct {
	Name string
	Run  func() error
}

// Queue is first in, first out, and safe for many goroutines.
type Queue struct {
	mu   sync.Mutex
	jobs []Job
}

// Put adds a job at the end.
func (q *Queue) Put(job Job) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.jobs = append(q.jobs, job)
}

// Take removes the first job; it tells whether there was one.
func (q *Queue) Take() (Job, bool) {
	
}

// Len tells how many jobs wait.
func (q *Queue) Len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.jobs)
}
