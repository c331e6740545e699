# Two stages: what builds stays behind. The model and the index of places are in the image, so that a container needs
# no network: docker build -t dateline .
# A key first, for the container listens on all its addresses:
# docker run --rm -v dateline:/data dateline dateline keys create chief --scope admin
# docker run -p 127.0.0.1:8000:8000 -v dateline:/data dateline
FROM python:3.11-slim AS build
RUN pip install --no-cache-dir uv
WORKDIR /srv/dateline
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
# the dependencies first: they change less often than the code
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --frozen --no-dev --no-install-project
COPY alembic alembic
COPY app app
RUN uv sync --frozen --no-dev --no-editable
RUN DATELINE_GAZETTEER_PATH=/srv/dateline/gazetteer .venv/bin/dateline gazetteer build

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /data dateline && install -d -o dateline -g dateline /data
COPY --from=build /srv/dateline/.venv /srv/dateline/.venv
COPY --from=build /srv/dateline/gazetteer /srv/dateline/gazetteer
ENV PATH=/srv/dateline/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DATELINE_GAZETTEER_PATH=/srv/dateline/gazetteer \
    DATELINE_DATABASE_URL=sqlite:////data/dateline.sqlite3
USER dateline
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
CMD ["dateline", "serve", "--host", "0.0.0.0"]
