# The one image of docker-compose.yml: Airflow, the pipeline and the site, from the hash lock.
FROM python:3.12-slim-bookworm

RUN useradd --create-home --uid 50000 --gid 0 vigie \
    && mkdir -p /opt/vigie /var/lib/vigie /opt/airflow \
    && chown -R vigie:0 /opt/vigie /var/lib/vigie /opt/airflow
WORKDIR /opt/vigie
USER vigie

COPY --chown=vigie:0 requirements-bootstrap.lock requirements-production.lock pyproject.toml README.md ./
RUN python -m venv .venv \
    && .venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements-bootstrap.lock \
    && .venv/bin/uv pip install --no-cache --python .venv/bin/python --require-hashes --compile-bytecode -r requirements-production.lock

COPY --chown=vigie:0 . .
RUN .venv/bin/uv pip install --no-cache --python .venv/bin/python --no-deps --no-index --no-build-isolation --config-settings editable_mode=compat -e .
ENV PATH=/opt/vigie/.venv/bin:$PATH \
    PYTHONPATH=/opt/vigie \
    AIRFLOW_HOME=/opt/airflow \
    VIGIE_HOME=/var/lib/vigie \
    VIGIE_WEB=live
VOLUME ["/var/lib/vigie"]
CMD ["vigie", "--help"]
